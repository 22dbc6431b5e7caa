using System.Runtime.InteropServices;
using Gateway.Netlink.Interop;
using static Gateway.Netlink.NetlinkConstants;

namespace Gateway.Netlink;

/// <summary>Reads the messages of a datagram, one after another: <see cref="Read"/> goes to the next, the others are its header and what follows.</summary>
internal ref struct MessageReader(ReadOnlySpan<byte> datagram)
{
    private ReadOnlySpan<byte> _rest = datagram;

    public ushort Type { get; private set; }

    public ushort Flags { get; private set; }

    public uint Sequence { get; private set; }

    /// <summary>Whom it is for.</summary>
    public uint Port { get; private set; }

    /// <summary>What follows struct nlmsghdr.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <returns>False at the end.</returns>
    /// <exception cref="NetlinkException">EBADMSG: what is there is no message.</exception>
    public bool Read()
    {
        if (_rest.IsEmpty)
            return false;
        var length = _rest.Length < NLMSG_HDRLEN ? 0 : MemoryMarshal.Read<uint>(_rest);
        if (length < NLMSG_HDRLEN || length > (uint)_rest.Length)
            throw new NetlinkException(Errno.EBADMSG, $"a message of {length} bytes in the last {_rest.Length} of a datagram");
        Type = MemoryMarshal.Read<ushort>(_rest[4..]);
        Flags = MemoryMarshal.Read<ushort>(_rest[6..]);
        Sequence = MemoryMarshal.Read<uint>(_rest[8..]);
        Port = MemoryMarshal.Read<uint>(_rest[12..]);
        Body = _rest[NLMSG_HDRLEN..(int)length];
        _rest = _rest[Math.Min(Align((int)length), _rest.Length)..];
        return true;
    }
}
