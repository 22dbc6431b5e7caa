using Gateway.Netlink.Interop;

namespace Gateway.Netlink;

/// <summary>Generic netlink, linux/genetlink.h: families that the kernel numbers when they are loaded.</summary>
internal static class GenericNetlink
{
    private const ushort GENL_ID_CTRL = 0x10;
    private const byte CTRL_CMD_GETFAMILY = 3;
    private const byte ControlVersion = 2;
    private const ushort CTRL_ATTR_FAMILY_ID = 1;
    private const ushort CTRL_ATTR_FAMILY_NAME = 2;

    /// <summary>Of struct genlmsghdr.</summary>
    public const int GENL_HDRLEN = 4;

    /// <summary>Begins a message of a family.</summary>
    public static AttributeWriter Begin(Span<byte> buffer, ushort family, byte command, byte version) =>
        MessageWriter.Begin(buffer, family, 0, [command, version, 0, 0]);

    public static int End(Span<byte> buffer, AttributeWriter attributes) => MessageWriter.End(buffer, GENL_HDRLEN, attributes);

    /// <returns>The number of the family, which is the type of its messages; null where the kernel has no such family.</returns>
    /// <exception cref="NetlinkException">The kernel cannot be spoken to.</exception>
    public static ushort? FindFamily(NetlinkConnection connection, string name)
    {
        var attributes = Begin(connection.Request, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, ControlVersion);
        attributes.WriteString(CTRL_ATTR_FAMILY_NAME, name);
        try
        {
            return connection.Find(End(connection.Request, attributes), $"find the generic netlink family {name}", ParseFamily)?.Id;
        }
        catch (NetlinkException error) when (error.Error == Errno.ENOENT)
        {
            return null;
        }
    }

    private sealed record Family(ushort Id);

    private static Family? ParseFamily(ReadOnlySpan<byte> body)
    {
        var attributes = Attributes(body);
        while (attributes.Read())
        {
            if (attributes.Type == CTRL_ATTR_FAMILY_ID)
                return new(attributes.ReadUInt16());
        }
        return null;
    }

    /// <summary>What follows struct genlmsghdr.</summary>
    public static AttributeReader Attributes(ReadOnlySpan<byte> body) =>
        new(body.Length >= GENL_HDRLEN ? body[GENL_HDRLEN..] : throw new NetlinkException(Errno.EBADMSG, "a message without the header of generic netlink"));
}
