using System.Net;
using System.Net.Sockets;
using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Kernel;

/// <summary>What the kernel makes of SCTP that it makes of no other protocol.</summary>
public sealed class SctpTests : IDisposable
{
    private readonly Topology _topology = new(backends: 1);

    public void Dispose() => _topology.Dispose();

    /// <summary>Each end tells the other of its further addresses, which IPVS does not translate, so that they are talked to past it.</summary>
    [KernelFact]
    public async Task A_client_with_two_addresses_loses_its_association_unless_it_uses_one_alone()
    {
        using var server = EchoServer.Start(IpvsProtocol.Sctp, _topology.Backends[0], Topology.BackendAddress(0, ipv6: false), 8080);
        var ipvsadm = new Ipvsadm(_topology.Gateway);
        ipvsadm.Run("-A --sctp-service 10.96.0.1:80 -s rr");
        ipvsadm.Run("-a --sctp-service 10.96.0.1:80 -r 10.2.1.2:8080 -m");
        _topology.Client.Ip("address add 10.1.0.3/24 dev eth0");

        using var both = await EchoClient.ConnectAsync(_topology.Client, new(Topology.VirtualIPv4, 80), IpvsProtocol.Sctp);
        using var one = await EchoClient.ConnectAsync(_topology.Client, new(Topology.VirtualIPv4, 80), IpvsProtocol.Sctp, localAddress: IPAddress.Parse("10.1.0.3"));

        await Assert.ThrowsAnyAsync<SocketException>(async () =>
        {
            while (true)
                await both.AskAsync();
        });
        Assert.Equal(IPAddress.Parse("10.1.0.3"), (await one.AskAsync()).Client.Address);
    }
}
