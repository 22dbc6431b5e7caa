using System.Net;
using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Support;

/// <summary>Short words for what tests write into the kernel.</summary>
internal static class Writing
{
    /// <param name="address">With its port, such as <c>10.96.0.1:80</c> or <c>[fd00:96::1]:80</c>.</param>
    public static IpvsServiceKey Tcp(string address) => Key(address, IpvsProtocol.Tcp);

    /// <inheritdoc cref="Tcp"/>
    public static IpvsServiceKey Udp(string address) => Key(address, IpvsProtocol.Udp);

    /// <inheritdoc cref="Tcp"/>
    public static IpvsServiceKey Sctp(string address) => Key(address, IpvsProtocol.Sctp);

    /// <inheritdoc cref="Tcp"/>
    public static IpvsDestination Destination(string address)
    {
        var endpoint = IPEndPoint.Parse(address);
        return new(endpoint.Address, endpoint.Port);
    }

    /// <summary>All of them, and none may be refused.</summary>
    public static void Carry(this IpvsClient ipvs, params IReadOnlyList<IpvsCommand> commands) => Assert.Empty(ipvs.Execute(commands));

    private static IpvsServiceKey Key(string address, IpvsProtocol protocol)
    {
        var endpoint = IPEndPoint.Parse(address);
        return IpvsServiceKey.For(endpoint.Address, endpoint.Port, protocol);
    }
}
