using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace Gateway.Model.Translation.Layer4;

/// <summary>A network as a range of numbers.</summary>
/// <param name="First">The network address.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Network(IPFamily Family, UInt128 First, int PrefixLength)
{
    public UInt128 Last => First | ~MaskOf(Family, PrefixLength) & AllOnes(Family);

    /// <summary>Takes <c>address/length</c>. Bits behind the prefix are dropped, as the API allows them.</summary>
    public static bool TryParse(string text, out Network network)
    {
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0
            || EndpointAddress.FamilyOf(text[..slash]) is not { } family
            || !EndpointAddress.TryParse(text[..slash], family, out var address)
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length > BitsOf(family))
            return false;
        network = new(family, address.Number & MaskOf(family, length), length);
        return true;
    }

    /// <summary>Canonical.</summary>
    public override string ToString() => $"{TextOf(Family, First)}/{PrefixLength}";

    public static string TextOf(IPFamily family, UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new IPAddress(family == IPFamily.IPv4 ? bytes[12..] : bytes).ToString();
    }

    private static int BitsOf(IPFamily family) => family == IPFamily.IPv4 ? 32 : 128;

    private static UInt128 AllOnes(IPFamily family) => family == IPFamily.IPv4 ? uint.MaxValue : UInt128.MaxValue;

    // A shift by all bits would be one by none.
    private static UInt128 MaskOf(IPFamily family, int length) =>
        length == 0 ? UInt128.Zero : AllOnes(family) << (BitsOf(family) - length) & AllOnes(family);
}
