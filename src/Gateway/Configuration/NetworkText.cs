using System.Net;
using System.Net.Sockets;

namespace Gateway.Configuration;

/// <summary>Networks as people write them: with a prefix length, or a single address. Bits behind the prefix are dropped.</summary>
internal static class NetworkText
{
    public static bool TryParse(string text, out IPNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address) || !IsWrittenInFull(address, text))
            return false;
        var bits = address.GetAddressBytes().Length * 8;
        if (slash >= 0 && (!byte.TryParse(text.AsSpan(slash + 1), out var length) || (bits = Math.Min(bits, length)) != length))
            return false;
        network = new(Masked(address, bits), bits);
        return true;
    }

    /// <summary>The system's parser also takes <c>127.10</c> and <c>[::1]</c>.</summary>
    private static bool IsWrittenInFull(IPAddress address, string text) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? !text.StartsWith('[') : text.Count(c => c == '.') == 3;

    private static IPAddress Masked(IPAddress address, int prefixLength)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = prefixLength; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new(bytes);
    }
}
