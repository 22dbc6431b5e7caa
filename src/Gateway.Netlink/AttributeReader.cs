using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Gateway.Netlink.Interop;
using static Gateway.Netlink.NetlinkConstants;

namespace Gateway.Netlink;

/// <summary>
/// Reads what <see cref="AttributeWriter"/> writes: <see cref="Read"/> goes to the next attribute, the others read its value.
/// What breaks the format, or is not as long as what is asked for, is a <see cref="NetlinkException"/> with EBADMSG.
/// </summary>
internal ref struct AttributeReader(ReadOnlySpan<byte> attributes)
{
    private ReadOnlySpan<byte> _rest = attributes;

    /// <summary>Of the current attribute, without its flags.</summary>
    public ushort Type { get; private set; }

    /// <summary>The current attribute's, without its padding.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <returns>False at the end. Fewer bytes than a header are padding.</returns>
    public bool Read()
    {
        if (_rest.Length < NLA_HDRLEN)
            return false;
        var length = MemoryMarshal.Read<ushort>(_rest);
        Type = (ushort)(MemoryMarshal.Read<ushort>(_rest[2..]) & NLA_TYPE_MASK);
        if (length < NLA_HDRLEN || length > _rest.Length)
            throw new NetlinkException(Errno.EBADMSG, $"attribute {Type} has {length} bytes where {NLA_HDRLEN}–{_rest.Length} are possible");
        Value = _rest[NLA_HDRLEN..length];
        _rest = _rest[Math.Min(Align(length), _rest.Length)..];
        return true;
    }

    public readonly byte ReadByte() => Exactly(sizeof(byte))[0];

    public readonly ushort ReadUInt16() => MemoryMarshal.Read<ushort>(Exactly(sizeof(ushort)));

    public readonly uint ReadUInt32() => MemoryMarshal.Read<uint>(Exactly(sizeof(uint)));

    public readonly ulong ReadUInt64() => MemoryMarshal.Read<ulong>(Exactly(sizeof(ulong)));

    public readonly ushort ReadUInt16BigEndian() => BinaryPrimitives.ReadUInt16BigEndian(Exactly(sizeof(ushort)));

    public readonly uint ReadUInt32BigEndian() => BinaryPrimitives.ReadUInt32BigEndian(Exactly(sizeof(uint)));

    public readonly ulong ReadUInt64BigEndian() => BinaryPrimitives.ReadUInt64BigEndian(Exactly(sizeof(ulong)));

    /// <summary>The first bytes of a value that may be longer.</summary>
    public readonly ReadOnlySpan<byte> ReadBytes(int length) => Value.Length >= length ? Value[..length] : throw WrongLength(length);

    /// <summary>UTF-8, up to the first zero.</summary>
    public readonly string ReadString() => Encoding.UTF8.GetString(ReadStringBytes());

    public readonly ReadOnlySpan<byte> ReadStringBytes() => Value.IndexOf((byte)0) is var end and >= 0 ? Value[..end] : Value;

    /// <summary>The attributes inside of this one.</summary>
    public readonly AttributeReader ReadNested() => new(Value);

    private readonly ReadOnlySpan<byte> Exactly(int length) => Value.Length == length ? Value : throw WrongLength(length);

    private readonly NetlinkException WrongLength(int expected) =>
        new(Errno.EBADMSG, $"the value of attribute {Type} has {Value.Length} bytes where {expected} are expected");
}
