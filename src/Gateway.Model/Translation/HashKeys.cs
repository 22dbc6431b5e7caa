using System.Buffers;

namespace Gateway.Model.Translation;

internal static class HashKeys
{
    /// <summary>RFC 9110, 5.6.2: what names a header, and a cookie too (RFC 6265, 4.1.1).</summary>
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary><c>client-address</c>, <c>header:NAME</c> or <c>cookie:NAME</c>; the client's address where it is none of these.</summary>
    public static bool TryParse(string text, out HashKey key)
    {
        key = HashKey.ClientAddress;
        if (text == "client-address")
            return true;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = text[(colon + 1)..];
        HashKeySource? source = text[..Math.Max(colon, 0)] switch
        {
            "header" => HashKeySource.Header,
            "cookie" => HashKeySource.Cookie,
            _ => null,
        };
        if (source is not { } known || name.Length == 0 || name.AsSpan().ContainsAnyExcept(TokenCharacters))
            return false;
        key = new(known, name);
        return true;
    }
}
