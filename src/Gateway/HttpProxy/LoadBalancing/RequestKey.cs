using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>What <see cref="LoadBalancingMetadata.HashOn"/> names of a request.</summary>
internal sealed class RequestKey
{
    private const string HeaderPrefix = "header:";
    private const string CookiePrefix = "cookie:";

    private readonly string? _header;
    private readonly string? _cookie;

    private RequestKey(string? header, string? cookie)
    {
        _header = header;
        _cookie = cookie;
    }

    /// <summary><c>header:NAME</c> or <c>cookie:NAME</c>; anything else is the client's address.</summary>
    public static RequestKey Parse(string? text) => text switch
    {
        not null when text.StartsWith(HeaderPrefix, StringComparison.Ordinal) && text.Length > HeaderPrefix.Length => new(text[HeaderPrefix.Length..], null),
        not null when text.StartsWith(CookiePrefix, StringComparison.Ordinal) && text.Length > CookiePrefix.Length => new(null, text[CookiePrefix.Length..]),
        _ => new(null, null),
    };

    /// <summary>A request without the header or cookie goes by its client's address. False where there is no address either.</summary>
    public bool TryHash(HttpContext context, out ulong hash)
    {
        if (_header is not null && context.Request.Headers.TryGetValue(_header, out var values) && !StringValues.IsNullOrEmpty(values))
        {
            hash = HashOf(values);
            return true;
        }
        if (_cookie is not null && CookieHeader.TryFind(context.Request.Headers.Cookie, _cookie, out var cookie))
        {
            hash = StableHash.Of(cookie);
            return true;
        }
        var address = context.Connection.RemoteIpAddress;
        hash = address is null ? 0 : StableHash.Of(address);
        return address is not null;
    }

    private static ulong HashOf(StringValues values)
    {
        var hash = StableHash.Empty;
        for (var i = 0; i < values.Count; i++)
            hash = StableHash.Add(i == 0 ? hash : StableHash.Add(hash, (byte)','), values[i]);
        return StableHash.Finish(hash);
    }
}
