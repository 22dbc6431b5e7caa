using System.Net;
using System.Net.Sockets;
using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Support;

internal static class NamespaceSockets
{
    /// <summary>A socket stays in the namespace that it was made in, whoever uses it.</summary>
    public static Socket NewSocket(this NetworkNamespace place, IPAddress address, IpvsProtocol protocol) => place.Inside(() => protocol switch
    {
        IpvsProtocol.Tcp => new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp),
        IpvsProtocol.Udp => new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp),
        _ => Sctp.NewSocket(address.AddressFamily),
    });
}
