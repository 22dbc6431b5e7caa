using System.Net;
using Gateway.HttpProxy.Clusters;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.HttpProxy.Forwarding;

/// <summary>Sends a request to a destination, and the response back.</summary>
internal sealed class UpstreamForwarder(HttpProxyOptions options, GatewayTransformer transformer, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private readonly IHttpForwarder _forwarder = PrivateForwarder.Create();

    /// <summary>A WebSocket is always asked for in HTTP/1.1: many backends that speak HTTP/2 know nothing of WebSockets over it (RFC 8441).</summary>
    private readonly ForwarderRequestConfig _upgrade = new()
    {
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = options.UpgradedActivityTimeout,
    };

    /// <param name="upstream">Leased by the caller.</param>
    public ValueTask<ForwarderError> SendAsync(HttpContext context, Upstream upstream, ForwarderRequestConfig request) =>
        UpgradeRequest.Is(context)
            ? SendUpgradeAsync(context, upstream)
            : _forwarder.SendAsync(context, upstream.Prefix, upstream.Client, request, transformer, CancellationToken.None);

    /// <summary>
    /// The answer must come in the time that every request has; what follows may be silent for long. It is cut when the gateway stops, since
    /// it would not end by itself.
    /// </summary>
    private async ValueTask<ForwarderError> SendUpgradeAsync(HttpContext context, Upstream upstream)
    {
        var stopping = lifetime.ApplicationStopping;
        using var deadline = new CancellationTokenSource(options.ActivityTimeout, time);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping);
        var error = await _forwarder.SendAsync(
            context, upstream.Prefix, upstream.Client, _upgrade, new UpgradeTransformer(transformer, deadline), cut.Token);
        if (error == ForwarderError.RequestCanceled && !context.Response.HasStarted)
            context.Response.StatusCode = stopping.IsCancellationRequested ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status504GatewayTimeout;
        return error;
    }
}
