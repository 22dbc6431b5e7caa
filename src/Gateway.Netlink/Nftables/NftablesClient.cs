using System.Net.Sockets;
using Gateway.Netlink.Interop;
using static Gateway.Netlink.NetlinkConstants;
using static Gateway.Netlink.Nftables.NftablesConstants;

namespace Gateway.Netlink.Nftables;

/// <summary>The nftables of the network namespace of the thread that opens it, over nfnetlink. For one caller at a time.</summary>
public sealed class NftablesClient : IDisposable
{
    private readonly NetlinkConnection _connection;

    internal NftablesClient(NetlinkConnection connection) => _connection = connection;

    /// <exception cref="NetlinkException">The kernel cannot be spoken to.</exception>
    public static NftablesClient Open() => new(new(NetlinkSocket.Open(NETLINK_NETFILTER)));

    /// <summary>
    /// The number of the rule set, of all tables together. Each transaction that changes anything makes it the next one (<see cref="Following"/>); one that
    /// changes nothing does not.
    /// </summary>
    /// <exception cref="NetlinkException">It cannot be read.</exception>
    public uint ReadGeneration()
    {
        var length = NftablesCodec.Write(_connection.Request, NFT_MSG_GETGEN);
        const string Attempt = "read the generation of nftables";
        return _connection.Find(length, Attempt, static body => NftablesCodec.ReadGeneration(body) is { } id ? new Generation(id) : null)?.Id
            ?? throw new NetlinkException(Errno.EBADMSG, $"cannot {Attempt}: the kernel does not say it");
    }

    /// <summary>The generation that the next transaction makes. There is none that is 0.</summary>
    public static uint Following(uint generation) => generation == uint.MaxValue ? 1 : generation + 1;

    /// <summary>What tells the table and its chains, rules and sets, without their elements, from what they were or will be; null where it is not there.</summary>
    /// <exception cref="NetlinkException">It cannot be read.</exception>
    public string? ReadFingerprint(AddressFamily family, string table)
    {
        try
        {
            return TableFingerprint.Read(_connection, family, table);
        }
        catch (NetlinkException error) when (error.Error == Errno.ENOENT)
        {
            return null;
        }
    }

    /// <summary>
    /// Reads the elements of a set or map. A kernel that makes a set of it larger while they are read may tell one twice and leave another out.
    /// </summary>
    /// <param name="restart">Called before the first, and again where it begins anew: what was read so far does not count.</param>
    /// <exception cref="NetlinkException">ENOENT where there is no such set.</exception>
    public void ReadElements(AddressFamily family, string table, string set, ReadNftablesElement read, Action restart) =>
        _connection.Visit(
            NftablesCodec.WriteList(_connection.Request, family, table, set), $"read the elements of {set} of the nftables table {table}",
            body => NftablesCodec.ReadElements(body, read), restart);

    public void Dispose() => _connection.Dispose();

    private sealed record Generation(uint Id);
}
