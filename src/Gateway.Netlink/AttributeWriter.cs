using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using static Gateway.Netlink.NetlinkConstants;

namespace Gateway.Netlink;

/// <summary>
/// Writes attributes (struct nlattr) one after another, each padded to 4 bytes. Integers are in host order, or as their names say. An attribute has at most
/// 65,535 bytes with its header and all that is nested in it; a longer one throws.
/// </summary>
internal ref struct AttributeWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    /// <summary>Bytes written, padding included.</summary>
    public int Length { get; private set; }

    public void WriteByte(ushort type, byte value) => Reserve(type, sizeof(byte))[0] = value;

    public void WriteUInt16(ushort type, ushort value) => MemoryMarshal.Write(Reserve(type, sizeof(ushort)), value);

    public void WriteUInt32(ushort type, uint value) => MemoryMarshal.Write(Reserve(type, sizeof(uint)), value);

    public void WriteUInt64(ushort type, ulong value) => MemoryMarshal.Write(Reserve(type, sizeof(ulong)), value);

    public void WriteUInt16BigEndian(ushort type, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Reserve(type, sizeof(ushort)), value);

    public void WriteUInt32BigEndian(ushort type, uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(type, sizeof(uint)), value);

    public void WriteUInt64BigEndian(ushort type, ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(type, sizeof(ulong)), value);

    public void WriteBytes(ushort type, scoped ReadOnlySpan<byte> value) => value.CopyTo(Reserve(type, value.Length));

    /// <summary>UTF-8, with the zero at its end. The kernel knows bytes alone, and a link may be named in any of them.</summary>
    public void WriteString(ushort type, string value)
    {
        var room = Reserve(type, Encoding.UTF8.GetByteCount(value) + 1);
        Encoding.UTF8.GetBytes(value, room);
        room[^1] = 0;
    }

    /// <summary>What is written until <see cref="EndNested"/> is inside of this attribute.</summary>
    /// <returns>For <see cref="EndNested"/>.</returns>
    public int BeginNested(ushort type)
    {
        var start = Length;
        Reserve((ushort)(type | NLA_F_NESTED), 0);
        return start;
    }

    public readonly void EndNested(int start) => MemoryMarshal.Write(_buffer[start..], checked((ushort)(Length - start)));

    private Span<byte> Reserve(ushort type, int length)
    {
        var whole = NLA_HDRLEN + length;
        var attribute = _buffer.Slice(Length, Align(whole));
        MemoryMarshal.Write(attribute, checked((ushort)whole));
        MemoryMarshal.Write(attribute[2..], type);
        attribute[whole..].Clear();
        Length += attribute.Length;
        return attribute[NLA_HDRLEN..whole];
    }
}
