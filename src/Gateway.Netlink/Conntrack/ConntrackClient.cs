#pragma warning disable CA1822
using System.Net.Sockets;
using Gateway.Netlink.Ipvs;

namespace Gateway.Netlink.Conntrack;

/// <summary>The tracked connections of the network namespace of the thread that opens it, over ctnetlink. For one caller at a time.</summary>
public sealed class ConntrackClient : IDisposable
{
    private ConntrackClient()
    {
    }

    /// <exception cref="NetlinkException">The kernel does not track connections, or does not let us see them.</exception>
    public static ConntrackClient Open() => throw new NetlinkException(0, "not yet");

    /// <param name="family"><see cref="AddressFamily.InterNetwork"/> or <see cref="AddressFamily.InterNetworkV6"/>.</param>
    /// <exception cref="NetlinkException">They cannot be read.</exception>
    public IReadOnlyList<ConntrackFlow> ListFlows(AddressFamily family, IpvsProtocol protocol) => throw new NetlinkException(0, "not yet");

    /// <summary>Forgets it; that it is gone already is no error.</summary>
    /// <exception cref="NetlinkException">The kernel refuses.</exception>
    public void Delete(ConntrackFlow flow) => throw new NetlinkException(0, "not yet");

    public void Dispose()
    {
    }
}
