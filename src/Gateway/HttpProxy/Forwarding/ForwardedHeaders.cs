using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;
using Gateway.HttpProxy.Routing;

namespace Gateway.HttpProxy.Forwarding;

/// <summary>
/// Tells the backend who asked, and how: X-Forwarded-For, -Proto, -Host and -Port. What the client sent of these is kept (and extended, for
/// -For) where the client is a trusted proxy, and replaced where it is not; other headers that claim such things are dropped then.
/// </summary>
internal sealed class ForwardedHeaders(HttpProxyOptions options)
{
    private const string For = "X-Forwarded-For";
    private const string Proto = "X-Forwarded-Proto";
    private const string Host = "X-Forwarded-Host";
    private const string Port = "X-Forwarded-Port";

    private static readonly string[] OtherClaims = ["Forwarded", "X-Forwarded-Prefix", "X-Forwarded-Scheme", "X-Forwarded-Ssl", "X-Real-IP"];

    private readonly IPNetwork[] _trusted = [.. options.TrustedProxies];

    public void Set(HttpContext context, HttpRequestHeaders headers)
    {
        var request = context.Request;
        var client = context.Connection.RemoteIpAddress;
        var isTrusted = client is not null && IsTrusted(client);
        if (!isTrusted)
            RemoveClaims(request.Headers, headers);
        SetFor(request.Headers, headers, client?.ToString(), isTrusted);
        SetOne(request.Headers, headers, Proto, request.Scheme, isTrusted);
        SetOne(request.Headers, headers, Host, request.Headers.Host.ToString(), isTrusted);
        SetOne(request.Headers, headers, Port, PortOf(request), isTrusted);
    }

    private bool IsTrusted(IPAddress client)
    {
        foreach (var network in _trusted)
            if (network.Contains(client))
                return true;
        return false;
    }

    private static void RemoveClaims(IHeaderDictionary sent, HttpRequestHeaders headers)
    {
        foreach (var name in OtherClaims)
            if (sent.ContainsKey(name))
                headers.Remove(name);
    }

    private static void SetFor(IHeaderDictionary sent, HttpRequestHeaders headers, string? client, bool isTrusted)
    {
        if (sent.TryGetValue(For, out var values))
            headers.Remove(For);
        var earlier = isTrusted && !StringValues.IsNullOrEmpty(values) ? string.Join(", ", values.AsEnumerable()) + ", " : "";
        headers.TryAddWithoutValidation(For, earlier + (client ?? "unknown"));
    }

    private static void SetOne(IHeaderDictionary sent, HttpRequestHeaders headers, string name, string value, bool isTrusted)
    {
        if (sent.ContainsKey(name))
        {
            if (isTrusted)
                return;
            headers.Remove(name);
        }
        headers.TryAddWithoutValidation(name, value);
    }

    /// <summary>The port that the client believes it talks to, which is not the one listened on where a load balancer maps ports.</summary>
    private static string PortOf(HttpRequest request)
    {
        var port = RequestHost.PortOf(request.Headers.Host.ToString());
        if (port.IsEmpty)
            return request.IsHttps ? "443" : "80";
        return port.ToString();
    }
}
