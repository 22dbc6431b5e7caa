using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Ipvs.Filtering;

/// <summary>Addresses as numbers, so that they can be counted with, and kept and compared without an object for each.</summary>
internal static class Number
{
    private const int V4Length = 4;
    private const int V6Length = 16;

    /// <summary>Bytes of an address.</summary>
    public static int LengthOf(AddressFamily family) => family == AddressFamily.InterNetwork ? V4Length : V6Length;

    /// <summary>The highest address.</summary>
    public static UInt128 Last(AddressFamily family) => Last(0, 0, family);

    /// <summary>The last address of a network.</summary>
    public static UInt128 Last(UInt128 first, int prefixLength, AddressFamily family)
    {
        var hostBits = (8 * LengthOf(family)) - prefixLength;
        return hostBits == 128 ? UInt128.MaxValue : first | ((UInt128.One << hostBits) - 1);
    }

    public static UInt128 Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[V6Length];
        address.TryWriteBytes(bytes, out var length);
        return Read(bytes[..length]);
    }

    /// <param name="bytes">4 or 16, in network order.</param>
    public static UInt128 Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length == V4Length ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);

    public static IPAddress ToAddress(UInt128 number, AddressFamily family)
    {
        Span<byte> bytes = stackalloc byte[V6Length];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new(bytes[^LengthOf(family)..]);
    }
}
