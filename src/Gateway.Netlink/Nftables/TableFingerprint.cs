using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using static Gateway.Netlink.Nftables.NftablesConstants;

namespace Gateway.Netlink.Nftables;

/// <summary>
/// What tells a table with its chains, rules, sets and objects from another one: their numbers (handles), and what they say. How often something is used,
/// and how many elements a set has, are no part of it.
/// </summary>
internal static class TableFingerprint
{
    private static readonly (ushort Message, ushort[] Attributes)[] Parts =
    [
        (NFT_MSG_GETCHAIN, [NFTA_CHAIN_HANDLE, NFTA_CHAIN_NAME, NFTA_CHAIN_HOOK, NFTA_CHAIN_POLICY, NFTA_CHAIN_TYPE, NFTA_CHAIN_FLAGS]),
        (NFT_MSG_GETRULE, [NFTA_RULE_CHAIN, NFTA_RULE_HANDLE, NFTA_RULE_EXPRESSIONS]),
        (NFT_MSG_GETSET, [NFTA_SET_NAME, NFTA_SET_FLAGS, NFTA_SET_KEY_TYPE, NFTA_SET_KEY_LEN, NFTA_SET_DATA_TYPE, NFTA_SET_TIMEOUT, NFTA_SET_HANDLE]),
        (NFT_MSG_GETOBJ, [NFTA_OBJ_NAME, NFTA_OBJ_TYPE, NFTA_OBJ_HANDLE]),
        (NFT_MSG_GETFLOWTABLE, [NFTA_FLOWTABLE_NAME, NFTA_FLOWTABLE_HANDLE]),
    ];

    private static readonly ushort[] OfTable = [NFTA_TABLE_FLAGS, NFTA_TABLE_HANDLE];

    /// <exception cref="NetlinkException">ENOENT where there is no such table.</exception>
    public static string Read(NetlinkConnection connection, AddressFamily family, string table)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var attempt = $"read the nftables table {table}";
        var name = Encoding.ASCII.GetBytes(table);
        var text = new StringBuilder();
        connection.Find<object>(NftablesCodec.Write(connection.Request, NFT_MSG_GETTABLE, family, table), attempt, body =>
        {
            Append(hash, body, name, OfTable);
            return null;
        });
        text.Append(Convert.ToHexString(hash.GetHashAndReset()));
        foreach (var (message, attributes) in Parts)
        {
            // The kernel may leave it to us to pick out what is of this table.
            connection.Visit(
                NftablesCodec.Write(connection.Request, message, family, table), attempt,
                body => Append(hash, body, name, attributes),
                () => hash.GetHashAndReset());
            text.Append(Convert.ToHexString(hash.GetHashAndReset()));
        }
        return text.ToString();
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> body, ReadOnlySpan<byte> table, ushort[] which)
    {
        var names = NftablesCodec.Attributes(body);
        while (names.Read())
            if (names.Type == NFTA_TABLE_NAME && !names.ReadStringBytes().SequenceEqual(table))
                return;
        Span<byte> header = stackalloc byte[2 * sizeof(ushort)];
        var attributes = NftablesCodec.Attributes(body);
        while (attributes.Read())
        {
            if (!which.AsSpan().Contains(attributes.Type))
                continue;
            BinaryPrimitives.WriteUInt16BigEndian(header, attributes.Type);
            BinaryPrimitives.WriteUInt16BigEndian(header[sizeof(ushort)..], (ushort)attributes.Value.Length);
            hash.AppendData(header);
            hash.AppendData(attributes.Value);
        }
    }
}
