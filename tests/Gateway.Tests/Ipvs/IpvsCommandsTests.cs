using System.Net;
using System.Text.Json;
using Gateway.Commands;
using Gateway.Ipvs.Network;
using Gateway.Netlink;
using Gateway.Netlink.Ipvs;
using Gateway.Tests.Configuration;

namespace Gateway.Tests.Ipvs;

public sealed class IpvsCommandsTests : IAsyncLifetime, IDisposable
{
    private static readonly IpvsServiceKey Foreign = Services.Key("203.0.113.9", 80);

    private readonly KernelScene _scene = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public async ValueTask InitializeAsync()
    {
        _scene.Ipvs.Edit(new IpvsCommand.AddService(new(Foreign)));
        var web = Services.Tcp("web", Services.At("10.96.0.1", 80, "10.244.0.1:80", "10.244.0.2:80"));
        await _scene.ApplyAsync(web, Services.Tcp("node", Services.NodePort(30001, "10.244.0.3:80")) with { ClientAffinity = TimeSpan.FromSeconds(60) });
        _scene.Ipvs.Connect(Services.Key("10.96.0.1", 80), Services.Endpoint("10.244.0.1:80"), active: 3, inactive: 4);
        await _scene.ApplyAsync(
            Services.Tcp("web", Services.At("10.96.0.1", 80, "10.244.0.2:80")),
            Services.Tcp("node", Services.NodePort(30001, "10.244.0.3:80")) with { ClientAffinity = TimeSpan.FromSeconds(60) });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose()
    {
        _scene.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void The_list_shows_what_is_ours_in_columns()
    {
        Assert.Equal(ExitCode.Ok, List(json: false));

        Assert.Equal(
            """
            SERVICE              SCHEDULER           DESTINATION    WEIGHT  ACTIVE  INACTIVE  CONN/S  IN B/S  OUT B/S  STATE
            tcp 10.96.0.1:80     rr                                                                0       0        0
                                                     10.244.0.1:80       0       3         4       0       0        0  draining
                                                     10.244.0.2:80       1       0         0       0       0        0  serving
            tcp 192.0.2.7:30001  rr persistent 60 s                                                0       0        0
                                                     10.244.0.3:80       1       0         0       0       0        0  serving
            """.ReplaceLineEndings("\n"),
            _output.ToString().TrimEnd());
    }

    [Fact]
    public void The_list_as_JSON_has_the_same()
    {
        Assert.Equal(ExitCode.Ok, List(json: true));
        using var json = JsonDocument.Parse(_output.ToString());

        Assert.Equal(["10.96.0.1", "192.0.2.7"], json.RootElement.EnumerateArray().Select(service => service.GetProperty("address").GetString()));
        Assert.Equal(["draining", "serving"], json.RootElement[0].GetProperty("destinations").EnumerateArray().Select(destination => destination.GetProperty("state").GetString()));
        Assert.Equal(60, json.RootElement[1].GetProperty("persistenceSeconds").GetInt32());
    }

    /// <summary>A contract: programs read these names and types.</summary>
    [Fact]
    public void The_list_as_JSON_has_all_that_the_kernel_says()
    {
        var (key, destination) = (Services.Key("192.0.2.7", 30001), Services.Endpoint("10.244.0.3:80"));
        _scene.Ipvs.Edit(new IpvsCommand.SetService(new(key)
        {
            Scheduler = "mh",
            Flags = IpvsServiceFlags.Persistent | IpvsServiceFlags.OnePacket | IpvsServiceFlags.Scheduler1 | IpvsServiceFlags.Scheduler2,
            PersistenceTimeout = TimeSpan.FromSeconds(60),
            PersistencePrefix = 24,
        }));
        _scene.Ipvs.Edit(new IpvsCommand.SetDestination(
            key, new(destination.Address, destination.Port) { Weight = 7, Thresholds = new(90, 60), Forwarding = IpvsForwarding.DirectRoute }));
        _scene.Ipvs.Connect(key, destination, active: 1, inactive: 2);
        _scene.Ipvs.Count(key, new(1, 2, 3, 4, 5, 6, 7, 8, 9, ulong.MaxValue));
        _scene.Ipvs.Count(key, destination, new(11, 12, 13, 14, 15, 16, 17, 18, 19, 20));

        Assert.Equal(ExitCode.Ok, List(json: true));
        using var json = JsonDocument.Parse(_output.ToString());

        Assert.Equal(
            """
            {"address":"192.0.2.7","port":30001,"protocol":"tcp","scheduler":"mh","flags":"persistent,ops,mh-fallback,mh-port","persistenceSeconds":60,"persistencePrefix":24,
            "connections":1,"inPackets":2,"outPackets":3,"inBytes":4,"outBytes":5,
            "connectionsPerSecond":6,"inPacketsPerSecond":7,"outPacketsPerSecond":8,"inBytesPerSecond":9,"outBytesPerSecond":18446744073709551615,
            "destinations":[{"address":"10.244.0.3","port":80,"forwarding":"route","weight":7,"upperThreshold":90,"lowerThreshold":60,
            "active":1,"inactive":2,"persistent":0,"state":"serving",
            "connections":11,"inPackets":12,"outPackets":13,"inBytes":14,"outBytes":15,
            "connectionsPerSecond":16,"inPacketsPerSecond":17,"outPacketsPerSecond":18,"inBytesPerSecond":19,"outBytesPerSecond":20}]}
            """.ReplaceLineEndings(""),
            JsonSerializer.Serialize(json.RootElement[1]));
    }

    [Fact]
    public async Task Addresses_are_in_the_order_of_numbers_and_IPv4_is_first()
    {
        await _scene.ApplyAsync(Services.Tcp("web", [.. new[] { "fd00::10", "10.96.0.10", "fd00::9", "10.96.0.9", "9.0.0.1" }
            .Select(address => Services.At(address, 80, address.Contains(':') ? ["[fd01::1]:80"] : ["10.244.0.10:80", "10.244.0.9:80"]))]));

        Assert.Equal(ExitCode.Ok, List(json: true));
        using var json = JsonDocument.Parse(_output.ToString());

        Assert.Equal(["9.0.0.1", "10.96.0.9", "10.96.0.10", "fd00::9", "fd00::10"], Addresses(json.RootElement));
        Assert.Equal(["10.244.0.9", "10.244.0.10"], Addresses(json.RootElement[0].GetProperty("destinations")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_virtual_service_that_goes_while_it_is_read_is_left_out(bool asJson)
    {
        var going = Services.Key("10.96.0.1", 80);
        _scene.Ipvs.Listing = key =>
        {
            if (key == going)
                _scene.Ipvs.Edit(new IpvsCommand.DeleteService(going));
        };

        Assert.Equal(ExitCode.Ok, List(asJson));

        Assert.DoesNotContain("10.96.0.1", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("192.0.2.7", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public void Cleanup_takes_what_goes_by_itself_for_removed()
    {
        _scene.Ipvs.Watching = command =>
        {
            if (command is IpvsCommand.DeleteService delete)
                _scene.Ipvs.Edit(delete);
        };

        Assert.Equal(ExitCode.Ok, Cleanup());
        Assert.Equal([Foreign], _scene.Ipvs.Keys);
    }

    [Fact]
    public void Nothing_there_is_an_empty_array_and_a_table_of_heads()
    {
        Cleanup();
        _output.GetStringBuilder().Clear();
        List(json: true);
        Assert.Equal("[]\n", _output.ToString().ReplaceLineEndings("\n"));

        _output.GetStringBuilder().Clear();
        List(json: false);
        Assert.Equal("SERVICE  SCHEDULER  DESTINATION  WEIGHT  ACTIVE  INACTIVE  CONN/S  IN B/S  OUT B/S  STATE\n", _output.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Nothing_of_a_list_is_written_that_cannot_be_read_to_its_end()
    {
        _scene.Ipvs.FailingOnce.Add($"list destinations of {Services.Key("192.0.2.7", 30001)}");

        Assert.Equal(ExitCode.Kernel, List(json: true));
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public void Cleanup_removes_all_of_ours_and_nothing_else()
    {
        Assert.Equal(ExitCode.Ok, Cleanup());

        Assert.Equal([Foreign], _scene.Ipvs.Keys);
        Assert.DoesNotContain(_scene.Network.Addresses, address => address.Link == GatewayLink.Name);
        Assert.Equal("", _scene.Network.Nft.Fingerprint);
        Assert.Contains("2 virtual services", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, Cleanup());
    }

    [Fact]
    public void Without_IPVS_the_reason_is_said_and_the_exit_code_is_its_own()
    {
        Assert.Equal(ExitCode.Kernel, IpvsListCommand.Run(false, () => throw new NetlinkException(2, "this kernel has no IPVS"), () => _scene.Network, _output, _error));
        Assert.Equal(ExitCode.Kernel, IpvsCleanupCommand.Run(() => throw new NetlinkException(1, "EPERM"), () => _scene.Network, _output, _error));

        Assert.Equal(ExitCode.Kernel, IpvsListCommand.Run(true, () => throw new PlatformNotSupportedException("not Linux"), () => _scene.Network, _output, _error));
        Assert.Equal("gateway: this kernel has no IPVS\ngateway: EPERM\ngateway: not Linux\n", _error.ToString().ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("ipvs", "Try 'gateway ipvs --help'.")]
    [InlineData("ipvs lst", "Try 'gateway ipvs --help'.")]
    [InlineData("ipvs list --jso", "did you mean --json?\nTry 'gateway ipvs list --help'.")]
    public async Task A_wrong_line_is_explained(string line, string told)
    {
        using var environment = new TestEnvironment();

        Assert.Equal(ExitCode.Usage, await CommandLine.InvokeAsync(line.Split(' '), environment.Process, _output, _error));
        Assert.Contains(told, _error.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Addresses(JsonElement array) => array.EnumerateArray().Select(entry => entry.GetProperty("address").GetString());

    private int List(bool json) => IpvsListCommand.Run(json, () => _scene.Ipvs, () => _scene.Network, _output, _error);

    private int Cleanup() => IpvsCleanupCommand.Run(() => _scene.Ipvs, () => _scene.Network, _output, _error);
}
