using System.Net;
using System.Net.Sockets;
using Gateway.Netlink.Conntrack;
using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Netlink;

/// <summary>What the kernel counts and remembers of traffic, as we read it and as ipvsadm and conntrack do.</summary>
public sealed class TrafficTests : IDisposable
{
    private readonly Topology _topology = new(backends: 1);
    private readonly IpvsClient _ipvs;

    public TrafficTests() => _ipvs = _topology.Gateway.Inside(IpvsClient.Open);

    public void Dispose()
    {
        _ipvs.Dispose();
        _topology.Dispose();
    }

    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connections_and_counters_are_what_ipvsadm_lists(bool ipv6)
    {
        using var server = EchoServer.Tcp(_topology.Backends[0], Topology.BackendAddress(0, ipv6), 8080);
        var (service, destination) = Balance(ipv6, IpvsProtocol.Tcp);
        using var first = await EchoClient.ConnectAsync(_topology.Client, new(Topology.VirtualAddress(ipv6), 80));
        using var second = await EchoClient.ConnectAsync(_topology.Client, new(Topology.VirtualAddress(ipv6), 80));
        await first.AskAsync();
        await second.AskAsync();

        var state = Assert.Single(_ipvs.ListDestinations(service));
        var counters = await CountedAsync(service, 2);

        Assert.Equal((2u, 0u, 2ul), (state.ActiveConnections, state.InactiveConnections, counters.Connections));
        Assert.Contains($"-> {destination.Key} Masq 1 2 0", new Ipvsadm(_topology.Gateway).Listed());
        var line = $"{counters.Connections} {counters.InPackets} {counters.OutPackets} {counters.InBytes} {counters.OutBytes}";
        var virtualAddress = new IPEndPoint(Topology.VirtualAddress(ipv6), 80);
        Assert.Equal([$"TCP {virtualAddress} {line}", $"-> {destination.Key} {line}"], new Ipvsadm(_topology.Gateway).Listed("--stats"));
        Assert.True(counters is { InPackets: >= 6, OutPackets: >= 4, InBytes: > 240, OutBytes: > 160 }, counters.ToString());
    }

    [KernelFact]
    public async Task Counters_are_zeroed()
    {
        using var server = EchoServer.Udp(_topology.Backends[0], Topology.BackendAddress(0, ipv6: false), 8080);
        var (service, _) = Balance(ipv6: false, IpvsProtocol.Udp);
        await EchoClient.AskOnceAsync(_topology.Client, new(Topology.VirtualIPv4, 80), IpvsProtocol.Udp);
        Assert.NotEqual(0ul, (await CountedAsync(service, 1)).InBytes);

        _ipvs.Carry(new IpvsCommand.Zero(service));

        Assert.Equal((0ul, 0ul), (_ipvs.FindService(service)!.Statistics.Connections, _ipvs.FindService(service)!.Statistics.InBytes));
    }

    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_flow_of_UDP_is_found_and_forgotten(bool ipv6)
    {
        using var server = EchoServer.Udp(_topology.Backends[0], Topology.BackendAddress(0, ipv6), 8080);
        _topology.TrackConnections();
        Balance(ipv6, IpvsProtocol.Udp);
        using var client = await EchoClient.ConnectAsync(_topology.Client, new(Topology.VirtualAddress(ipv6), 80), IpvsProtocol.Udp);
        await client.AskAsync();
        using var conntrack = _topology.Gateway.Inside(ConntrackClient.Open);

        var flow = Assert.Single(conntrack.ListFlows(Topology.VirtualAddress(ipv6).AddressFamily, IpvsProtocol.Udp));

        Assert.Equal(
            (client.Local, new IPEndPoint(Topology.VirtualAddress(ipv6), 80), new IPEndPoint(Topology.BackendAddress(0, ipv6), 8080), client.Local),
            (flow.OriginalSource, flow.OriginalDestination, flow.ReplySource, flow.ReplyDestination));
        Assert.Contains(
            $"src={client.Local.Address} dst={Topology.VirtualAddress(ipv6)} sport={client.Local.Port} dport=80", Tracked(ipv6), StringComparison.Ordinal);

        conntrack.Delete(flow);
        Assert.DoesNotContain("dport=80", Tracked(ipv6), StringComparison.Ordinal);
        Assert.Empty(conntrack.ListFlows(Topology.VirtualAddress(ipv6).AddressFamily, IpvsProtocol.Udp));
        conntrack.Delete(flow);
    }

    /// <summary>The kernel adds up what its processors have counted every two seconds.</summary>
    private async Task<IpvsStatistics> CountedAsync(IpvsServiceKey service, ulong connections) =>
        (await Eventually.ReadAsync(() => _ipvs.FindService(service)!, state => state.Statistics.Connections >= connections)).Statistics;

    private string Tracked(bool ipv6) => _topology.Gateway.Run("conntrack", "-L", "-f", ipv6 ? "ipv6" : "ipv4", "-p", "udp");

    private (IpvsServiceKey Service, IpvsDestination Destination) Balance(bool ipv6, IpvsProtocol protocol)
    {
        var service = IpvsServiceKey.For(Topology.VirtualAddress(ipv6), 80, protocol);
        var destination = new IpvsDestination(Topology.BackendAddress(0, ipv6), 8080);
        _ipvs.Carry(new IpvsCommand.AddService(new(service)), new IpvsCommand.AddDestination(service, destination));
        return (service, destination);
    }
}
