using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Configuration;

/// <summary>
/// Where a server listens: <c>127.0.0.1:8081</c>, <c>[::1]:8081</c>, <c>localhost:8081</c> (127.0.0.1), or <c>*:8081</c> for every address of both
/// families. Port 0 lets the system choose.
/// </summary>
internal static class ListenAddress
{
    public static bool TryParse(string text, out IPEndPoint endPoint)
    {
        endPoint = new(IPAddress.Loopback, 0);
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return false;
        if (!TryParseHost(text[..colon], out var address))
            return false;
        endPoint = new(address, port);
        return true;
    }

    private static bool TryParseHost(string host, out IPAddress address)
    {
        address = IPAddress.Loopback;
        if (host == "localhost")
            return true;
        if (host == "*")
        {
            address = IPAddress.IPv6Any;
            return true;
        }
        if (host is ['[', .. var inner, ']'])
            return IPAddress.TryParse(inner, out address!) && address.AddressFamily == AddressFamily.InterNetworkV6;
        // "1" and "127.1" are addresses to the system's parser and mistakes to everybody else.
        return host.Count(c => c == '.') == 3 && IPAddress.TryParse(host, out address!) && address.AddressFamily == AddressFamily.InterNetwork;
    }
}
