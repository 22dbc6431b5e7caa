using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Localhost;

/// <summary>A node port at the loopback address of a family.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LocalhostPort(IpvsProtocol Protocol, AddressFamily Family, int Port)
{
    public IPEndPoint EndPoint => new(Family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, Port);

    public static LocalhostPort Of(IpvsServiceKey key) => new(key.Protocol, key.Family, key.Port);

    public IpvsServiceKey KeyAt(IPAddress address) => IpvsServiceKey.For(address, Port, Protocol);

    /// <summary>Such as <c>tcp 127.0.0.1:30080</c>.</summary>
    public override string ToString() => $"{Protocol.ToString().ToLowerInvariant()} {EndPoint}";
}
