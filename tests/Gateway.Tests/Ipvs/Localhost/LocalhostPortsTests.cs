using System.Net;
using System.Net.Sockets;
using Gateway.Ipvs;
using Gateway.Ipvs.Localhost;
using Gateway.Ipvs.Planning;
using Gateway.Model;
using Gateway.Netlink.Ipvs;

namespace Gateway.Tests.Ipvs.Localhost;

public sealed class LocalhostPortsTests : IDisposable
{
    private static readonly LocalhostPort Port = new(IpvsProtocol.Tcp, AddressFamily.InterNetwork, 30001);
    private static readonly Layer4Service Web = Services.Tcp("web", Services.NodePort(30001, "10.244.0.1:80"));

    private readonly KernelScene _scene = new();
    private readonly FakeRelays _relays = new();
    private readonly IpvsTarget _target;

    public LocalhostPortsTests() => _target = NewTarget();

    public void Dispose()
    {
        _target.Dispose();
        _scene.Dispose();
    }

    [Fact]
    public async Task A_node_port_is_answered_when_it_is_in_the_kernel_and_no_more_when_it_is_not()
    {
        await ApplyAsync(Web);
        Assert.Equal(["tcp 127.0.0.1:30001 -> 192.0.2.7"], _relays.Open);

        await ApplyAsync();

        Assert.Empty(_relays.Open);
    }

    [Fact]
    public async Task An_address_that_the_node_gets_is_used_after_the_kernel_was_read_again()
    {
        await ApplyAsync(Web);
        _scene.Network.Addresses.Add(new("eth1", IPAddress.Parse("10.0.0.3")));

        await UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.Equal(["tcp 127.0.0.1:30001 -> 10.0.0.3, 192.0.2.7"], _relays.Open);
    }

    [Theory]
    [InlineData(SocketError.AddressAlreadyInUse, "LocalhostPortInUse")]
    [InlineData(SocketError.AddressNotAvailable, "LocalhostNotServed")]
    public async Task A_port_that_cannot_be_had_is_said_of_its_Service_and_asked_for_again_at_each_resync(SocketError error, string reason)
    {
        _relays.Refused[Port] = error;
        await ApplyAsync(Web);
        Assert.Equal([reason], Reasons("web"));
        Assert.Equal([Services.Key("192.0.2.7", 30001)], _scene.Ipvs.Keys);

        _relays.Refused.Clear();
        await UpkeepAfter(TimeSpan.FromSeconds(5));
        Assert.Equal([reason], Reasons("web"));
        await UpkeepAfter(TimeSpan.FromSeconds(25));

        Assert.Empty(Reasons("web"));
        Assert.Single(_relays.Open);
    }

    [Fact]
    public async Task A_port_that_could_not_be_had_and_is_not_wanted_any_more_is_not_spoken_of()
    {
        _relays.Refused[Port] = SocketError.AddressAlreadyInUse;
        await ApplyAsync(Web);
        await ApplyAsync();
        await UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.Empty(_target.Conditions);
    }

    [Fact]
    public async Task A_port_that_the_gateway_itself_listens_on_is_left_to_it_and_that_is_said()
    {
        using var target = NewTarget(reserved: 30001);
        await target.ApplyAsync(Services.Desired(Web), TestContext.Current.CancellationToken);

        Assert.Empty(_relays.Open);
        Assert.Equal("LocalhostPortInUse", target.Conditions.Find(new("Service", new("default", "web")))!.Items[0].Reason);
    }

    [Fact]
    public async Task Listeners_stay_while_the_connection_to_the_kernel_is_lost()
    {
        await ApplyAsync(Web);
        _scene.Ipvs.Connections[^1].Lose("the socket is closed");
        await UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.NotNull(_target.Unavailable);
        Assert.Single(_relays.Open);
    }

    [Fact]
    public async Task Listeners_close_when_the_gateway_stops()
    {
        await ApplyAsync(Web);
        _target.Dispose();

        Assert.Empty(_relays.Open);
    }

    [Fact]
    public async Task A_port_of_this_machine_that_somebody_else_listens_on_is_had_when_he_is_gone()
    {
        var log = new RecordedLog<LocalhostPorts>();
        using var ports = new LocalhostPorts((port, listener) => Relay.Open(port, listener, TimeProvider.System, log), reserved: []);
        var somebody = ListenAt(IPAddress.Any);
        var number = ((IPEndPoint)somebody.LocalEndPoint!).Port;
        var facts = NodeFacts.None with { NodeAddresses = [IPAddress.Parse("127.71.0.4")] };
        var plan = IpvsPlan.Build(
            Services.State(
                Services.Tcp("web", Services.NodePort(number, "10.244.0.1:80")), Services.Udp("dns", Services.NodePort(number, "10.244.0.1:80"))), facts);

        ports.Apply(plan, tryAgain: false);
        Assert.Equal([("web", "LocalhostPortInUse")], ports.Conditions.Select(entry => (entry.Name.Service.Name, entry.Condition.Reason)));
        somebody.Dispose();
        using var node = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        node.Bind(new IPEndPoint(IPAddress.Parse("127.71.0.4"), number));
        node.Listen();
        ports.Apply(plan, tryAgain: true);

        Assert.Empty(ports.Conditions);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, number, TestContext.Current.CancellationToken);
        using var reached = await node.AcceptAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>On a port that is nobody's, and that nothing gets by chance.</summary>
    private static Socket ListenAt(IPAddress address)
    {
        for (var port = 21_000; ; port++)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(address, port));
                socket.Listen();
                return socket;
            }
            catch (SocketException) when (port < 22_000)
            {
                socket.Dispose();
            }
        }
    }

    private IpvsTarget NewTarget(params int[] reserved) => new(
        _scene.Ipvs.Open, () => _scene.Network, _scene.Options, _scene.Time, _scene.Log, new LocalhostPorts(_relays.Start, reserved));

    private ValueTask ApplyAsync(params IEnumerable<Layer4Service> services) =>
        _target.ApplyAsync(Services.Desired(services), TestContext.Current.CancellationToken);

    private async Task UpkeepAfter(TimeSpan time)
    {
        _scene.Time.Advance(time);
        await _target.UpkeepAsync(TestContext.Current.CancellationToken);
    }

    private IEnumerable<string> Reasons(string name) =>
        (_target.Conditions.Find(new("Service", new("default", name)))?.Items ?? default).Select(condition => condition.Reason);
}
