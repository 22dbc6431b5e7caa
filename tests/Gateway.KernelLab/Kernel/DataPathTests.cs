using System.Net;
using System.Net.Sockets;
using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Kernel;

/// <summary>The way of packets through IPVS, with nothing of ours in it: what the gateway's own tests may take for granted.</summary>
public sealed class DataPathTests : IDisposable
{
    private const int Port = 80;
    private const int BackendPort = 8080;

    private readonly Topology _topology = new();
    private readonly List<EchoServer> _servers = [];

    public void Dispose()
    {
        _servers.ForEach(server => server.Dispose());
        _topology.Dispose();
    }

    [KernelTheory]
    [InlineData(false, IpvsProtocol.Tcp)]
    [InlineData(true, IpvsProtocol.Tcp)]
    [InlineData(false, IpvsProtocol.Udp)]
    [InlineData(true, IpvsProtocol.Udp)]
    [InlineData(false, IpvsProtocol.Sctp)]
    [InlineData(true, IpvsProtocol.Sctp)]
    public async Task Backends_take_turns(bool ipv6, IpvsProtocol protocol)
    {
        Serve(ipv6, protocol);
        Balance(ipv6, protocol);

        var answers = await AskAsync(6, ipv6, protocol);

        var turns = answers.Select(answer => answer.Server).ToList();
        Assert.Equal(2, turns.Distinct().Count());
        Assert.All(turns.Zip(turns.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backend_sees_the_client(bool ipv6)
    {
        Serve(ipv6, IpvsProtocol.Tcp);
        Balance(ipv6, IpvsProtocol.Tcp);

        var answers = await AskAsync(2, ipv6, IpvsProtocol.Tcp);

        Assert.All(answers, answer => Assert.Equal(Topology.ClientAddress(ipv6), answer.Client.Address));
    }

    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backend_sees_the_gateway_where_that_masquerades(bool ipv6)
    {
        Serve(ipv6, IpvsProtocol.Tcp);
        Balance(ipv6, IpvsProtocol.Tcp);
        Masquerade(ipv6);

        var answers = await AskAsync(2, ipv6, IpvsProtocol.Tcp);

        Assert.Equal(
            [Topology.GatewayAddress(0, ipv6), Topology.GatewayAddress(1, ipv6)],
            answers.OrderBy(answer => answer.Server.Address.ToString(), StringComparer.Ordinal).Select(answer => answer.Client.Address));
    }

    [KernelFact]
    public async Task Where_nothing_listens_a_connection_is_refused()
    {
        Balance(ipv6: false, IpvsProtocol.Tcp);

        var refused = await Assert.ThrowsAsync<SocketException>(() => AskAsync(1, ipv6: false, IpvsProtocol.Tcp));

        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    private void Serve(bool ipv6, IpvsProtocol protocol)
    {
        for (var index = 0; index < _topology.Backends.Count; index++)
            _servers.Add(EchoServer.Start(protocol, _topology.Backends[index], Topology.BackendAddress(index, ipv6), BackendPort));
    }

    private void Balance(bool ipv6, IpvsProtocol protocol)
    {
        var service = $"{Ipvsadm.Option(protocol)} {new IPEndPoint(Topology.VirtualAddress(ipv6), Port)}";
        var ipvsadm = new Ipvsadm(_topology.Gateway);
        ipvsadm.Run($"-A {service} -s rr");
        for (var index = 0; index < _topology.Backends.Count; index++)
            ipvsadm.Run($"-a {service} -r {new IPEndPoint(Topology.BackendAddress(index, ipv6), BackendPort)} -m");
    }

    private void Masquerade(bool ipv6) => new Nft(_topology.Gateway).Apply($$"""
        table {{(ipv6 ? "ip6" : "ip")}} gateway {
          set marked {
            type {{(ipv6 ? "ipv6_addr" : "ipv4_addr")}} . inet_proto . inet_service
            elements = { {{Topology.VirtualAddress(ipv6)}} . tcp . {{Port}} }
          }
          chain prerouting {
            type filter hook prerouting priority mangle
            {{(ipv6 ? "ip6" : "ip")}} daddr . meta l4proto . th dport @marked meta mark set meta mark or 0x4000
          }
          chain postrouting {
            type nat hook postrouting priority srcnat
            meta mark and 0x4000 == 0x4000 masquerade
          }
        }
        """);

    private async Task<List<EchoAnswer>> AskAsync(int times, bool ipv6, IpvsProtocol protocol)
    {
        var answers = new List<EchoAnswer>();
        for (var time = 0; time < times; time++)
            answers.Add(await EchoClient.AskOnceAsync(_topology.Client, new(Topology.VirtualAddress(ipv6), Port), protocol));
        return answers;
    }
}
