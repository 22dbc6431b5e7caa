using System.Buffers;
using System.Text;

namespace Gateway.HttpProxy.Forwarding;

/// <summary>
/// Decides what path and query a backend is sent. The rule is that matching and forwarding never disagree about where a path leads:
/// what was matched is the decoded path without dot segments (RFC 3986, 5.2.4), so
/// 1. a target without dot segments is forwarded byte for byte as the client sent it, encoded slashes and double slashes included;
/// 2. one with dot segments, plain or percent-encoded, and one in absolute form with escapes, is forwarded as it was matched;
/// 3. one whose dot segments show only after decoding an encoded slash or backslash (<c>/a/..%2fb</c>), or that holds a control
///    character, has no meaning that everyone shares, and is refused.
/// </summary>
internal static class RequestTarget
{
    private static readonly SearchValues<char> Separators = SearchValues.Create("/\\");

    /// <summary>Null where the target is refused; empty where it is to be sent as it was matched.</summary>
    public static string? Build(string rawTarget)
    {
        if (rawTarget.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return null;
        if (rawTarget.StartsWith('/'))
            return BuildFromOrigin(rawTarget);
        var path = PathOfAbsolute(rawTarget);
        return path.Contains('%') ? BuildFromOrigin(path) is null ? null : "" : BuildFromOrigin(path);
    }

    private static string? BuildFromOrigin(string target)
    {
        var path = PathOf(target);
        // Most targets end here: dots that do not follow a slash and plain characters are harmless.
        if (!path.ContainsAny('%', '\\') && !path.Contains("/.", StringComparison.Ordinal))
            return target;
        var decoded = Decode(path);
        if (!HasDotSegment(decoded, Separators))
            return target;
        return HasOnlyPlainDotSegments(path) ? "" : null;
    }

    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> target)
    {
        var query = target.IndexOf('?');
        return query < 0 ? target : target[..query];
    }

    /// <summary>What follows the authority of <c>scheme://authority/path?query</c>; <c>/</c> where nothing does.</summary>
    private static string PathOfAbsolute(string target)
    {
        var authority = target.IndexOf("://", StringComparison.Ordinal);
        var path = authority < 0 ? -1 : target.AsSpan(authority + 3).IndexOfAny('/', '?');
        if (path < 0)
            return "/";
        var rest = target[(authority + 3 + path)..];
        return rest.StartsWith('?') ? "/" + rest : rest;
    }

    /// <summary>Percent-decoded as far as ASCII goes, the slash included; over and over, since some backends decode twice.</summary>
    private static string Decode(ReadOnlySpan<char> path)
    {
        var decoded = path.ToString();
        for (var round = 0; round < 3 && decoded.Contains('%'); round++)
            decoded = DecodeOnce(decoded);
        return decoded;
    }

    private static string DecodeOnce(string path)
    {
        var decoded = new StringBuilder(path.Length);
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '%' && i + 2 < path.Length
                && byte.TryParse(path.AsSpan(i + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var value) && value < 0x80)
            {
                decoded.Append((char)value);
                i += 2;
            }
            else
            {
                decoded.Append(path[i]);
            }
        }
        return decoded.ToString();
    }

    private static bool HasDotSegment(ReadOnlySpan<char> path, SearchValues<char> separators)
    {
        foreach (var segment in path.SplitAny(separators))
            if (path[segment] is "." or "..")
                return true;
        return false;
    }

    /// <summary>True where decoding slashes and backslashes shows no more dot segments than the plain slashes do.</summary>
    private static bool HasOnlyPlainDotSegments(ReadOnlySpan<char> path)
    {
        foreach (var segment in path.Split('/'))
        {
            var decoded = DecodeOnce(path[segment].ToString());
            if (decoded is not ("." or "..") && HasDotSegment(Decode(path[segment]), Separators))
                return false;
        }
        return true;
    }
}
