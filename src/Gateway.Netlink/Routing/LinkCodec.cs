using System.Runtime.InteropServices;
using Gateway.Netlink.Interop;
using static Gateway.Netlink.NetlinkConstants;
using static Gateway.Netlink.Routing.RoutingConstants;

namespace Gateway.Netlink.Routing;

/// <summary>struct ifinfomsg and IFLA_*: writer and reader of links.</summary>
internal static class LinkCodec
{
    /// <summary>A request for every link.</summary>
    public static int WriteList(Span<byte> buffer)
    {
        var attributes = Begin(buffer, RTM_GETLINK, 0, 0, 0, 0);
        attributes.WriteUInt32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        return MessageWriter.End(buffer, LinkHeaderLength, attributes);
    }

    public static int WriteFind(Span<byte> buffer, string name)
    {
        var attributes = Begin(buffer, RTM_GETLINK, 0, 0, 0, 0);
        attributes.WriteString(IFLA_IFNAME, name);
        attributes.WriteUInt32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        return MessageWriter.End(buffer, LinkHeaderLength, attributes);
    }

    public static int WriteAdd(Span<byte> buffer, string name, string kind)
    {
        var attributes = Begin(buffer, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, 0, IFF_NOARP, IFF_NOARP);
        attributes.WriteString(IFLA_IFNAME, name);
        var info = attributes.BeginNested(IFLA_LINKINFO);
        attributes.WriteString(IFLA_INFO_KIND, kind);
        attributes.EndNested(info);
        return MessageWriter.End(buffer, LinkHeaderLength, attributes);
    }

    public static int WriteSetUp(Span<byte> buffer, int index) =>
        MessageWriter.End(buffer, LinkHeaderLength, Begin(buffer, RTM_NEWLINK, 0, index, IFF_UP, IFF_UP));

    public static int WriteDelete(Span<byte> buffer, int index) =>
        MessageWriter.End(buffer, LinkHeaderLength, Begin(buffer, RTM_DELLINK, 0, index, 0, 0));

    /// <param name="body">What follows struct nlmsghdr.</param>
    /// <exception cref="NetlinkException">EBADMSG.</exception>
    public static Link? Read(ReadOnlySpan<byte> body)
    {
        if (body.Length < LinkHeaderLength)
            throw new NetlinkException(Errno.EBADMSG, "a link without struct ifinfomsg");
        var index = MemoryMarshal.Read<int>(body[4..]);
        var flags = MemoryMarshal.Read<uint>(body[8..]);
        var (name, mtu) = ("", 0u);
        string? kind = null;
        var attributes = new AttributeReader(body[LinkHeaderLength..]);
        while (attributes.Read())
        {
            switch (attributes.Type)
            {
                case IFLA_IFNAME: name = attributes.ReadString(); break;
                case IFLA_MTU: mtu = attributes.ReadUInt32(); break;
                case IFLA_LINKINFO: kind = ReadKind(attributes.ReadNested()); break;
                default: break;
            }
        }
        return new(index, name, (flags & IFF_UP) != 0, (flags & IFF_NOARP) != 0, kind, mtu);
    }

    private static string? ReadKind(AttributeReader attributes)
    {
        while (attributes.Read())
        {
            if (attributes.Type == IFLA_INFO_KIND)
                return attributes.ReadString();
        }
        return null;
    }

    /// <param name="flags">Of the message.</param>
    /// <param name="linkFlags">IFF_*.</param>
    /// <param name="change">Which of the link's flags are meant.</param>
    private static AttributeWriter Begin(Span<byte> buffer, ushort type, ushort flags, int index, uint linkFlags, uint change)
    {
        Span<byte> header = stackalloc byte[LinkHeaderLength];
        header.Clear();
        MemoryMarshal.Write(header[4..], index);
        MemoryMarshal.Write(header[8..], linkFlags);
        MemoryMarshal.Write(header[12..], change);
        return MessageWriter.Begin(buffer, type, flags, header);
    }
}
