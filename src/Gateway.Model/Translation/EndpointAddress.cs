using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Model.Translation;

/// <summary>The address of an endpoint in its canonical form, and as a number to sort by.</summary>
internal readonly record struct EndpointAddress(string Text, UInt128 Number)
{
    private const int LongestText = 65;

    /// <summary>
    /// Takes what the EndpointSlice API takes: four decimal numbers without leading zeros, or an IPv6 address in any spelling but without zone,
    /// brackets or an IPv4 address in disguise. <see cref="IPAddress"/> alone would also read <c>10.1</c>, <c>0x7f.1</c> and <c>[::1]:80</c>.
    /// </summary>
    public static bool TryParse(string? text, IPFamily family, out EndpointAddress address)
    {
        address = default;
        if (text is null || text.AsSpan().ContainsAny('[', '%') || !IPAddress.TryParse(text, out var ip))
            return false;
        Span<char> canonical = stackalloc char[LongestText];
        ip.TryFormat(canonical, out var length);
        var isCanonical = text.AsSpan().SequenceEqual(canonical[..length]);
        var fits = family == IPFamily.IPv4
            ? ip.AddressFamily == AddressFamily.InterNetwork && isCanonical
            : ip.AddressFamily == AddressFamily.InterNetworkV6 && !ip.IsIPv4MappedToIPv6;
        if (!fits)
            return false;
        address = new(isCanonical ? text : canonical[..length].ToString(), NumberOf(ip));
        return true;
    }

    /// <summary>The family that a well-formed address is of.</summary>
    public static IPFamily? FamilyOf(string? text) =>
        TryParse(text, IPFamily.IPv4, out _) ? IPFamily.IPv4 : TryParse(text, IPFamily.IPv6, out _) ? IPFamily.IPv6 : null;

    private static UInt128 NumberOf(IPAddress ip)
    {
        Span<byte> bytes = stackalloc byte[16];
        ip.TryWriteBytes(bytes, out var length);
        return length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
