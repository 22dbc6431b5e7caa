using System.Net.Sockets;
using Gateway.Netlink.Interop;
using static Gateway.Netlink.Nftables.NftablesConstants;

namespace Gateway.Netlink.Nftables;

/// <summary>struct nfgenmsg and NFTA_*: writer of requests, and reader of generations and elements. Everything is in network order.</summary>
internal static class NftablesCodec
{
    /// <summary>A request about all there is.</summary>
    /// <param name="message">NFT_MSG_*.</param>
    public static int Write(Span<byte> buffer, ushort message) => MessageWriter.End(buffer, HeaderLength, Begin(buffer, message, 0));

    /// <summary>A request about a table, or about what is in it.</summary>
    public static int Write(Span<byte> buffer, ushort message, AddressFamily family, string table)
    {
        var attributes = Begin(buffer, message, WireAddress.Family(family));
        attributes.WriteString(NFTA_TABLE_NAME, table);
        return MessageWriter.End(buffer, HeaderLength, attributes);
    }

    /// <summary>A request for the elements of a set.</summary>
    public static int WriteList(Span<byte> buffer, AddressFamily family, string table, string set)
    {
        var attributes = Begin(buffer, NFT_MSG_GETSETELEM, WireAddress.Family(family));
        attributes.WriteString(NFTA_SET_ELEM_LIST_TABLE, table);
        attributes.WriteString(NFTA_SET_ELEM_LIST_SET, set);
        return MessageWriter.End(buffer, HeaderLength, attributes);
    }

    /// <param name="body">What follows struct nlmsghdr of NFT_MSG_NEWGEN.</param>
    public static uint? ReadGeneration(ReadOnlySpan<byte> body)
    {
        var attributes = Attributes(body);
        while (attributes.Read())
            if (attributes.Type == NFTA_GEN_ID)
                return attributes.ReadUInt32BigEndian();
        return null;
    }

    /// <param name="body">What follows struct nlmsghdr of NFT_MSG_NEWSETELEM.</param>
    public static void ReadElements(ReadOnlySpan<byte> body, ReadNftablesElement read)
    {
        var attributes = Attributes(body);
        while (attributes.Read())
        {
            if (attributes.Type != NFTA_SET_ELEM_LIST_ELEMENTS)
                continue;
            var elements = attributes.ReadNested();
            while (elements.Read())
                read(ReadElement(elements.ReadNested()));
        }
    }

    /// <summary>What follows struct nfgenmsg.</summary>
    public static AttributeReader Attributes(ReadOnlySpan<byte> body) =>
        new(body.Length >= HeaderLength ? body[HeaderLength..] : throw new NetlinkException(Errno.EBADMSG, "a message of nftables without struct nfgenmsg"));

    private static AttributeWriter Begin(Span<byte> buffer, ushort message, byte family) =>
        MessageWriter.Begin(buffer, (ushort)(NFNL_SUBSYS_NFTABLES | message), 0, [family, NFNETLINK_V0, 0, 0]);

    private static NftablesElement ReadElement(AttributeReader attributes)
    {
        ReadOnlySpan<byte> key = default, end = default, chain = default;
        var (flags, verdict, hasStatements) = (0u, default(int?), false);
        while (attributes.Read())
        {
            switch (attributes.Type)
            {
                case NFTA_SET_ELEM_KEY: key = ReadValue(attributes.ReadNested()); break;
                case NFTA_SET_ELEM_KEY_END: end = ReadValue(attributes.ReadNested()); break;
                case NFTA_SET_ELEM_FLAGS: flags = attributes.ReadUInt32BigEndian(); break;
                case NFTA_SET_ELEM_DATA: verdict = ReadVerdict(attributes.ReadNested(), ref chain); break;
                case NFTA_SET_ELEM_EXPR or NFTA_SET_ELEM_EXPRESSIONS: hasStatements = true; break;
                default: break;
            }
        }
        return new()
        {
            Key = (flags & NFT_SET_ELEM_CATCHALL) != 0 ? default : key,
            KeyEnd = end,
            IsIntervalEnd = (flags & NFT_SET_ELEM_INTERVAL_END) != 0,
            Verdict = verdict,
            Chain = chain,
            HasStatements = hasStatements,
        };
    }

    private static ReadOnlySpan<byte> ReadValue(AttributeReader attributes)
    {
        while (attributes.Read())
            if (attributes.Type == NFTA_DATA_VALUE)
                return attributes.Value;
        return default;
    }

    private static int? ReadVerdict(AttributeReader attributes, ref ReadOnlySpan<byte> chain)
    {
        int? code = null;
        while (attributes.Read())
        {
            if (attributes.Type != NFTA_DATA_VERDICT)
                continue;
            var verdict = attributes.ReadNested();
            while (verdict.Read())
            {
                if (verdict.Type == NFTA_VERDICT_CODE)
                    code = (int)verdict.ReadUInt32BigEndian();
                else if (verdict.Type == NFTA_VERDICT_CHAIN)
                    chain = verdict.ReadStringBytes();
            }
        }
        return code;
    }
}
