using System.Net;
using Gateway.HttpProxy.Clusters;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.HttpProxy.Forwarding;

/// <summary>Sends a request to a destination, and the response back.</summary>
internal sealed class UpstreamForwarder(HttpProxyOptions options, GatewayTransformer transformer, IHostApplicationLifetime lifetime)
{
    private readonly IHttpForwarder _forwarder = PrivateForwarder.Create();

    /// <summary>
    /// A WebSocket is always asked for in HTTP/1.1: many backends that speak HTTP/2 know nothing of WebSockets over it (RFC 8441). It may be
    /// silent for long, and is cut when the gateway stops: it would never end by itself.
    /// </summary>
    private readonly ForwarderRequestConfig _upgrade = new()
    {
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = options.UpgradedActivityTimeout,
    };

    /// <param name="upstream">Leased by the caller.</param>
    public ValueTask<ForwarderError> SendAsync(HttpContext context, Upstream upstream, ForwarderRequestConfig request) =>
        UpgradeRequest.Is(context)
            ? _forwarder.SendAsync(context, upstream.Prefix, upstream.Client, _upgrade, transformer, lifetime.ApplicationStopping)
            : _forwarder.SendAsync(context, upstream.Prefix, upstream.Client, request, transformer, CancellationToken.None);
}
