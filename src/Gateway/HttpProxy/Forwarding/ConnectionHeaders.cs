using Microsoft.Extensions.Primitives;

namespace Gateway.HttpProxy.Forwarding;

/// <summary>
/// Headers that the client's Connection header names end here (RFC 9110, 7.6.1). Kestrel shows of a single line that also says keep-alive or
/// close only that word; what else such a line names passes.
/// </summary>
internal static class ConnectionHeaders
{
    public static void Remove(IHeaderDictionary headers, HttpRequestMessage request)
    {
        var connection = headers.Connection;
        if (connection.Count > 0)
            RemoveNamed(connection, request);
    }

    private static void RemoveNamed(StringValues connection, HttpRequestMessage request)
    {
        foreach (var value in connection)
        {
            if (value is null || value.Equals("keep-alive", StringComparison.OrdinalIgnoreCase) || value.Equals("close", StringComparison.OrdinalIgnoreCase))
                continue;
            foreach (var name in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                if (MayBeRemoved(name) && request.Headers.NonValidated.Contains(name))
                    request.Headers.Remove(name);
        }
    }

    /// <summary>Where a message goes is not for a client to take away.</summary>
    private static bool MayBeRemoved(string name) =>
        !name.Equals("host", StringComparison.OrdinalIgnoreCase) && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}
