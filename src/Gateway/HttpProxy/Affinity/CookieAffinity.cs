using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Gateway.HttpProxy.LoadBalancing;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.Affinity;

/// <summary>
/// Keeps a client on its destination by a cookie that names it: nothing is stored here, and every gateway that has the same
/// destinations understands it. The value is a hash, so that addresses do not show; whoever makes up a value gains no more than the
/// choice among the destinations it may reach anyhow.
/// </summary>
/// <param name="name">A token (RFC 6265). Clusters that share a host need names of their own: see <see cref="NameFor"/>.</param>
internal sealed class CookieAffinity(string name = CookieAffinity.DefaultName)
{
    public const string DefaultName = "gateway-affinity";

    private readonly ConditionalWeakTable<DestinationState, Cookie> _cookies = [];
    private volatile DestinationIndex? _index;

    /// <summary>The default name with a suffix that tells clusters apart and is the same on every gateway.</summary>
    public static string NameFor(string clusterId) => $"{DefaultName}-{HashOf(clusterId)[..8]}";

    /// <summary>
    /// The destination that the request's cookie names. Null where there is no cookie, or the one it names is not in
    /// <paramref name="current"/>. A destination of weight 0 keeps its clients.
    /// </summary>
    /// <param name="current">Not changed once it was passed; another set is another instance.</param>
    public DestinationState? Find(HttpContext context, IReadOnlyList<DestinationState> current) =>
        CookieHeader.TryFind(context.Request.Headers.Cookie, name, out var value) ? IndexFor(current).Find(value) : null;

    /// <summary>Names the destination to the client, unless the client's cookie does already. To be called before the response starts.</summary>
    public void AppendTo(HttpResponse response, DestinationState destination)
    {
        var cookie = CookieOf(destination);
        var request = response.HttpContext.Request;
        if (CookieHeader.TryFind(request.Headers.Cookie, name, out var value) && value.SequenceEqual(cookie.Value))
            return;
        response.Headers.Append(HeaderNames.SetCookie, request.IsHttps ? cookie.SecureHeader : cookie.Header);
    }

    private DestinationIndex IndexFor(IReadOnlyList<DestinationState> destinations)
    {
        var index = _index;
        return index is not null && ReferenceEquals(index.Destinations, destinations)
            ? index
            : _index = new(destinations, destination => CookieOf(destination).Value);
    }

    private Cookie CookieOf(DestinationState destination) =>
        _cookies.TryGetValue(destination, out var cookie) ? cookie : _cookies.GetValue(destination, MakeCookie);

    private Cookie MakeCookie(DestinationState destination)
    {
        var value = HashOf(destination.DestinationId);
        var header = $"{name}={value}; path=/; samesite=lax; httponly";
        return new(value, header, $"{header}; secure");
    }

    /// <summary>The first 128 bits of SHA-256 in base64url.</summary>
    private static string HashOf(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    private sealed record Cookie(string Value, string Header, string SecureHeader);
}
