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

    [Fact]
    public void Cleanup_removes_all_of_ours_and_nothing_else()
    {
        Assert.Equal(ExitCode.Ok, Cleanup());

        Assert.Equal([Foreign], _scene.Ipvs.Keys);
        Assert.DoesNotContain(_scene.Network.Addresses, address => address.Link == GatewayLink.Name);
        Assert.Equal("", _scene.Network.Nft.Listing);
        Assert.Contains("2 virtual services", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, Cleanup());
    }

    [Fact]
    public void Without_IPVS_the_reason_is_said_and_the_exit_code_is_its_own()
    {
        Assert.Equal(ExitCode.Kernel, IpvsListCommand.Run(false, () => throw new NetlinkException(2, "this kernel has no IPVS"), () => _scene.Network, _output, _error));
        Assert.Equal(ExitCode.Kernel, IpvsCleanupCommand.Run(() => throw new NetlinkException(1, "EPERM"), () => _scene.Network, _output, _error));

        Assert.Equal("gateway: this kernel has no IPVS\ngateway: EPERM\n", _error.ToString().ReplaceLineEndings("\n"));
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

    private int List(bool json) => IpvsListCommand.Run(json, () => _scene.Ipvs, () => _scene.Network, _output, _error);

    private int Cleanup() => IpvsCleanupCommand.Run(() => _scene.Ipvs, () => _scene.Network, _output, _error);
}
