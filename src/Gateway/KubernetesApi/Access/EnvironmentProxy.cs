using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Gateway.KubernetesApi.Access;

/// <summary>
/// The proxy that the variables HTTPS_PROXY, HTTP_PROXY and NO_PROXY ask for. The runtime reads them too, but knows no address ranges in NO_PROXY, by
/// which people keep the cluster's own addresses out of it.
/// </summary>
internal static class EnvironmentProxy
{
    /// <summary>Null where the server is asked directly. A value that is no URL is a problem.</summary>
    public static Uri? Find(Uri server, AccessEnvironment environment, List<string> problems)
    {
        var variable = server.Scheme == Uri.UriSchemeHttps ? "HTTPS_PROXY" : "HTTP_PROXY";
        if (Either(environment, variable) is not { } text || IsExempt(server, Either(environment, "NO_PROXY") ?? ""))
            return null;
        if (TryParse(text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}", out var proxy))
            return proxy;
        problems.Add($"{variable}: is not an http, https or socks5 URL");
        return null;
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? proxy)
    {
        // The runtime leaves names to a SOCKS 5 proxy either way.
        var url = text.StartsWith("socks5h://", StringComparison.Ordinal) ? $"socks5://{text["socks5h://".Length..]}" : text;
        return Uri.TryCreate(url, UriKind.Absolute, out proxy) && proxy.Scheme is "http" or "https" or "socks5" && proxy.Host.Length > 0;
    }

    private static string? Either(AccessEnvironment environment, string name) => environment.Variable(name) ?? environment.Variable(name.ToLowerInvariant());

    /// <summary>Loopback is always reached directly.</summary>
    private static bool IsExempt(Uri server, string list)
    {
        var host = server.IdnHost.TrimEnd('.').ToLowerInvariant();
        var address = IPAddress.TryParse(host, out var parsed) ? parsed : null;
        if (host == "localhost" || (address is not null && IPAddress.IsLoopback(address)))
            return true;
        return list.ToLowerInvariant()
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Any(entry => Matches(entry, host, address, server.Port));
    }

    // *                  everything
    // 10.0.0.0/8         the addresses of a range
    // 10.0.0.1, fd00::1  an address
    // example.com        the name and those below it
    // .example.com       the names below it; *.example.com too
    // …:6443             each of the single ones, on this port alone
    private static bool Matches(string entry, string host, IPAddress? address, int port)
    {
        if (entry == "*")
            return true;
        if (IPNetwork.TryParse(entry, out var range))
            return address is not null && range.Contains(address);
        if (IPAddress.TryParse(entry.Trim('[', ']'), out var single))
            return single.Equals(address);
        if (entry.LastIndexOf(':') is var colon and > 0)
            return int.TryParse(entry.AsSpan(colon + 1), out var only) && only == port && Matches(entry[..colon], host, address, port);
        var suffix = entry.StartsWith("*.", StringComparison.Ordinal) ? entry[1..] : entry;
        return suffix.StartsWith('.')
            ? host.EndsWith(suffix, StringComparison.Ordinal)
            : host == suffix || host.EndsWith($".{suffix}", StringComparison.Ordinal);
    }
}
