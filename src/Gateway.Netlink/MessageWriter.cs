using System.Runtime.InteropServices;
using static Gateway.Netlink.NetlinkConstants;

namespace Gateway.Netlink;

/// <summary>Writes one message: struct nlmsghdr, a fixed header of its family, and attributes. Sequence and port are the connection's to fill in.</summary>
internal static class MessageWriter
{
    /// <summary>No message of this library is longer.</summary>
    public const int MaxLength = 512;

    private const int FlagsOffset = 6;
    private const int SequenceOffset = 8;
    private const int PortOffset = 12;

    /// <summary>Begins a message. The rest of the buffer is for attributes.</summary>
    /// <param name="header">The fixed header that follows, a multiple of 4 bytes.</param>
    public static AttributeWriter Begin(Span<byte> buffer, ushort type, ushort flags, scoped ReadOnlySpan<byte> header)
    {
        buffer[..NLMSG_HDRLEN].Clear();
        MemoryMarshal.Write(buffer[4..], type);
        MemoryMarshal.Write(buffer[FlagsOffset..], (ushort)(flags | NLM_F_REQUEST));
        header.CopyTo(buffer[NLMSG_HDRLEN..]);
        return new(buffer[(NLMSG_HDRLEN + header.Length)..]);
    }

    /// <returns>The whole message's length, a multiple of 4.</returns>
    public static int End(Span<byte> buffer, int headerLength, AttributeWriter attributes)
    {
        var length = NLMSG_HDRLEN + headerLength + attributes.Length;
        MemoryMarshal.Write(buffer, (uint)length);
        return length;
    }

    public static void Address(Span<byte> message, ushort moreFlags, uint sequence, uint port)
    {
        AddFlags(message, moreFlags);
        MemoryMarshal.Write(message[SequenceOffset..], sequence);
        MemoryMarshal.Write(message[PortOffset..], port);
    }

    public static void AddFlags(Span<byte> message, ushort flags) =>
        MemoryMarshal.Write(message[FlagsOffset..], (ushort)(MemoryMarshal.Read<ushort>(message[FlagsOffset..]) | flags));
}
