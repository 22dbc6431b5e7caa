using Gateway.Ipvs;
using Gateway.Ipvs.Network;
using Gateway.Netlink;
using Gateway.Netlink.Ipvs;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Ipvs;

/// <summary>The kernel cannot be spoken to over the connection that there is: it breaks, or the module goes, and comes back.</summary>
public sealed class LostConnectionTests : IDisposable
{
    private static readonly IpvsServiceKey Web = Services.Key("10.96.0.1", 80);
    private static readonly IpvsServiceKey Dns = Services.Key("10.96.0.10", 53, IpvsProtocol.Udp);
    private static readonly IpvsDestinationKey First = Services.Endpoint("10.244.0.1:80");

    private readonly KernelScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_connection_that_breaks_is_opened_anew_at_the_next_upkeep_and_said_once()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"));
        Lose();

        await _scene.ApplyAsync(WebAt("10.244.0.1:80", "10.244.0.2:80"));
        Assert.Equal("IpvsNotAvailable", Reason("web"));
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));

        Assert.Equal(2, _scene.Ipvs.Destinations(Web).Count);
        Assert.Empty(_scene.Target.Conditions);
        Assert.Null(_scene.Target.Unavailable);
        Assert.Equal(2, _scene.Ipvs.Connections.Count);
        var line = Assert.Single(_scene.Log.Lines, line => line.Level >= LogLevel.Warning);
        Assert.Equal("The connection to the kernel's IPVS was lost, and is opened anew within 5 s: the socket is closed", line.Text);
    }

    [Fact]
    public async Task What_is_in_the_kernel_is_taken_over_again_without_one_change()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"));
        _scene.Ipvs.Connect(Web, First, active: 1);
        var done = _scene.Ipvs.Done.Count;
        Lose();

        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));

        Assert.Equal(2, _scene.Ipvs.Connections.Count);
        Assert.Equal(done, _scene.Ipvs.Done.Count);
    }

    [Fact]
    public async Task A_drain_goes_on_and_its_deadline_stays()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80", "10.244.0.2:80"));
        _scene.Ipvs.Connect(Web, First, active: 1);
        await _scene.ApplyAsync(WebAt("10.244.0.2:80"));
        for (var i = 0; i < 14; i++)
        {
            await _scene.UpkeepAfter(TimeSpan.FromMinutes(1));
            Lose();
        }
        Assert.Equal(0, _scene.Ipvs.Destinations(Web)[First].Weight);
        await _scene.UpkeepAfter(TimeSpan.FromMinutes(2));
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));

        Assert.Equal([Services.Endpoint("10.244.0.2:80")], _scene.Ipvs.Destinations(Web).Keys);
    }

    [Fact]
    public async Task The_next_change_does_not_wait_for_the_upkeep()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"));
        Lose();
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));

        await _scene.ApplyAsync(WebAt("10.244.0.2:80"));

        Assert.Contains(Services.Endpoint("10.244.0.2:80"), _scene.Ipvs.Destinations(Web));
    }

    [Fact]
    public async Task A_module_that_was_removed_and_loaded_again_gets_everything_anew()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"), DnsAt("10.244.0.1:53"));
        _scene.Ipvs.IsLoaded = false;
        _scene.Ipvs.IsLoaded = true;
        Lose("the kernel's module ip_vs was removed and loaded again while it was in use");

        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));
        Assert.Equal("IpvsNotAvailable", Reason("web"));
        Assert.Equal("IpvsNotAvailable", Reason("dns"));
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));

        Assert.Contains(First, _scene.Ipvs.Destinations(Web));
        Assert.Contains(Services.Endpoint("10.244.0.1:53"), _scene.Ipvs.Destinations(Dns));
        Assert.Empty(_scene.Target.Conditions);
    }

    [Fact]
    public async Task A_module_that_stays_away_is_said_once_and_asked_for_every_minute()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"));
        _scene.Ipvs.IsLoaded = false;
        for (var i = 0; i < 24; i++)
            await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));

        Assert.Equal([LogLevel.Warning, LogLevel.Error], _scene.Log.Lines.Select(line => line.Level).Where(level => level >= LogLevel.Warning));
        Assert.Equal("this kernel has no IPVS: load the module ip_vs", _scene.Target.Unavailable);
        Assert.Equal("IpvsNotAvailable", Reason("web"));

        _scene.Ipvs.IsLoaded = true;
        for (var i = 0; i < 12; i++)
            await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));

        Assert.Contains(First, _scene.Ipvs.Destinations(Web));
        Assert.Empty(_scene.Target.Conditions);
    }

    [Fact]
    public async Task A_connection_that_is_of_no_use_from_the_beginning_is_opened_every_minute_and_said_once()
    {
        var opened = 0;
        using var target = new IpvsTarget(
            () =>
            {
                opened++;
                var connection = (FakeConnection)_scene.Ipvs.Open();
                return new DeafAfterOpening(connection);
            },
            () => _scene.Network,
            new(),
            _scene.Time,
            _scene.Log);
        await target.ApplyAsync(Services.Desired(WebAt("10.244.0.1:80")), TestContext.Current.CancellationToken);
        for (var i = 0; i < 24; i++)
        {
            _scene.Time.Advance(TimeSpan.FromSeconds(5));
            await target.UpkeepAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(3, opened);
        Assert.Single(_scene.Log.Lines, line => line.Level >= LogLevel.Warning);
        Assert.Equal("IpvsNotAvailable", target.Conditions.Find(new("Service", new("default", "web")))!.Items[0].Reason);
    }

    [Theory]
    [InlineData("list services")]
    [InlineData("find tcp 10.96.0.2:80")]
    [InlineData("list destinations of tcp 10.96.0.1:80")]
    public async Task Wherever_it_breaks_that_is_noticed_and_not_taken_for_a_failure_of_that_request(string request)
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80", "10.244.0.2:80"));
        _scene.Ipvs.Connect(Web, First, active: 1);
        await _scene.ApplyAsync(WebAt("10.244.0.2:80"));
        _scene.Ipvs.BreakingOnce.Add(request);

        var second = Services.Tcp("second", Services.At("10.96.0.2", 80, "10.244.0.1:80"));
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));
        await _scene.ApplyAsync(WebAt("10.244.0.2:80"), second);
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));

        Assert.Empty(_scene.Ipvs.BreakingOnce);
        Assert.Equal(2, _scene.Ipvs.Connections.Count);
        Assert.Single(_scene.Log.Lines, line => line.Level >= LogLevel.Warning);
        Assert.Contains(Services.Key("10.96.0.2", 80), _scene.Ipvs.Keys);
        Assert.Equal(0, _scene.Ipvs.Destinations(Web)[First].Weight);
    }

    /// <summary>As kubernetes/kubernetes#71514: whether the endpoint was removed before the connection broke is not known, and its flows must not stay.</summary>
    [Fact]
    public async Task The_flows_of_a_UDP_endpoint_are_forgotten_also_where_the_connection_breaks_as_it_leaves()
    {
        await _scene.ApplyAsync(DnsAt("10.244.0.1:53", "10.244.0.2:53"));
        _scene.Network.Flows.Add(new(new(Dns.Address!, 53), new(First.Address, 53)));
        _scene.Ipvs.Watching = command =>
        {
            if (command is IpvsCommand.DeleteDestination)
                _scene.Ipvs.BreakingOnce.Add("execute");
        };
        await _scene.ApplyAsync(DnsAt("10.244.0.2:53"));
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));

        Assert.Equal([Services.Endpoint("10.244.0.2:53")], _scene.Ipvs.Destinations(Dns).Keys);
        Assert.Equal(2, _scene.Ipvs.Connections.Count);
        Assert.Empty(_scene.Network.Flows);
    }

    [Fact]
    public async Task A_refusal_is_no_connection_lost()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80") with { Scheduler = "nosuch" });
        _scene.Ipvs.Edit(new IpvsCommand.DeleteService(Web));
        Assert.False(await KernelScene.TryAsync(() => _scene.ApplyAsync(WebAt("10.244.0.2:80")).AsTask()));
        await _scene.ApplyAsync(WebAt("10.244.0.2:80"));

        Assert.Single(_scene.Ipvs.Connections);
        Assert.Null(_scene.Target.Unavailable);
    }

    [Fact]
    public void A_client_is_opened_when_it_is_needed_and_anew_after_its_connection_was_lost()
    {
        var clients = new List<Client>();
        using var reopened = new Reopened<Client>(() =>
        {
            clients.Add(new());
            return clients[^1];
        });
        Assert.Empty(clients);
        reopened.Use(client => client);
        Assert.Throws<NetlinkException>(() => reopened.Use<Client>(_ => throw new NetlinkException(1, "refused")));
        Assert.Same(Assert.Single(clients), reopened.Use(client => client));

        var error = Assert.Throws<IOException>(() =>
            reopened.Use<Client>(_ => throw new NetlinkException(9, "the socket is closed") { Reason = NetlinkReason.ConnectionLost }));

        Assert.Equal("the socket is closed", error.Message);
        Assert.True(clients[0].IsDisposed);
        var second = reopened.Use(client => client);
        Assert.Equal([clients[0], second], clients);
        reopened.Dispose();
        Assert.True(clients[1].IsDisposed);
    }

    private void Lose(string why = "the socket is closed") => _scene.Ipvs.Connections[^1].Lose(why);

    private static Gateway.Model.Layer4Service WebAt(params string[] backends) => Services.Tcp("web", Services.At("10.96.0.1", 80, backends));

    private static Gateway.Model.Layer4Service DnsAt(params string[] backends) => Services.Udp("dns", Services.At("10.96.0.10", 53, backends));

    private string? Reason(string name) => _scene.Target.Conditions.Find(new("Service", new("default", name)))?.Items[0].Reason;

    private sealed class Client : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    /// <summary>A kernel that says its version, and nothing more.</summary>
    private sealed class DeafAfterOpening(FakeConnection connection) : IIpvs
    {
        public IpvsInfo GetInfo() => connection.GetInfo();

        public IReadOnlyList<IpvsServiceState> ListServices()
        {
            connection.Lose("EAGAIN: the kernel does not answer");
            return connection.ListServices();
        }

        public IpvsServiceState? FindService(IpvsServiceKey service) => connection.FindService(service);

        public IReadOnlyList<IpvsDestinationState> ListDestinations(IpvsServiceKey service) => connection.ListDestinations(service);

        public IReadOnlyList<IpvsFailure> Execute(IReadOnlyList<IpvsCommand> commands) => connection.Execute(commands);

        public IpvsTimeouts GetTimeouts() => connection.GetTimeouts();

        public void SetTimeouts(IpvsTimeouts timeouts) => connection.SetTimeouts(timeouts);

        public void Dispose() => connection.Dispose();
    }
}
