using System.Net.Sockets;
using Gateway.Netlink.Interop;
using Gateway.Netlink.Ipvs;
using static Gateway.Netlink.Conntrack.ConntrackConstants;
using static Gateway.Netlink.NetlinkConstants;

namespace Gateway.Netlink.Conntrack;

/// <summary>The tracked connections of the network namespace of the thread that opens it, over ctnetlink. For one caller at a time.</summary>
public sealed class ConntrackClient : IDisposable
{
    private readonly NetlinkConnection _connection;
    private readonly ConntrackCodec _codec = new();

    internal ConntrackClient(NetlinkConnection connection) => _connection = connection;

    /// <summary>Loads the module nf_conntrack_netlink where it is missing and may be loaded: the kernel does so itself.</summary>
    /// <exception cref="NetlinkException">The kernel does not track connections, or does not let us see them (EPERM).</exception>
    public static ConntrackClient Open()
    {
        var client = new ConntrackClient(new(NetlinkSocket.Open(NETLINK_NETFILTER)));
        try
        {
            // What is missing is not missed before something is asked.
            client._connection.Acknowledge(ConntrackCodec.Write(client._connection.Request, IPCTNL_MSG_CT_GET_STATS, 0), "count the tracked connections");
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <param name="family"><see cref="AddressFamily.InterNetwork"/> or <see cref="AddressFamily.InterNetworkV6"/>.</param>
    /// <exception cref="NetlinkException">They cannot be read.</exception>
    public IReadOnlyList<ConntrackFlow> ListFlows(AddressFamily family, IpvsProtocol protocol)
    {
        if (family is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
            throw new ArgumentException($"{family} is neither IPv4 nor IPv6", nameof(family));
        var length = ConntrackCodec.Write(_connection.Request, IPCTNL_MSG_CT_GET, WireAddress.Family(family));
        return _connection.List(length, "list the tracked connections", body => ConntrackCodec.Read(body, protocol));
    }

    /// <summary>Forgets it; that it is gone already is no error. A later connection of the same addresses stays.</summary>
    /// <exception cref="NetlinkException">The kernel refuses.</exception>
    public void Delete(ConntrackFlow flow) => Delete([flow]);

    /// <summary>Forgets them all, many in one message; that some are gone already is no error.</summary>
    /// <exception cref="NetlinkException">The kernel refuses one of them; the others are gone.</exception>
    public void Delete(IReadOnlyList<ConntrackFlow> flows)
    {
        if (_connection.Execute(flows, _codec).Find(refusal => refusal.Answer.Error != Errno.ENOENT) is { Answer.Error: not 0 } first)
            throw first.Answer.ToException($"delete the tracked connection {flows[first.Index]}");
    }

    public void Dispose() => _connection.Dispose();
}
