using Microsoft.Extensions.Primitives;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>Reads one cookie where it stands in the request's header, without parsing the others into a collection.</summary>
internal static class CookieHeader
{
    /// <summary>The first cookie of that name (RFC 6265: case-sensitive), as it was sent. False where there is none or it is empty.</summary>
    public static bool TryFind(StringValues headers, string name, out ReadOnlySpan<char> value)
    {
        foreach (var header in headers)
            if (TryFind(header.AsSpan(), name, out value))
                return true;
        value = default;
        return false;
    }

    private static bool TryFind(ReadOnlySpan<char> header, string name, out ReadOnlySpan<char> value)
    {
        foreach (var range in header.Split(';'))
        {
            var pair = header[range].Trim();
            if (pair.Length <= name.Length || pair[name.Length] != '=' || !pair.StartsWith(name, StringComparison.Ordinal))
                continue;
            value = pair[(name.Length + 1)..];
            return !value.IsEmpty;
        }
        value = default;
        return false;
    }
}
