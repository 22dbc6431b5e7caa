using System.Diagnostics;
using System.Net;
using Gateway.HttpProxy.Clusters;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.HttpProxy.Forwarding;

/// <summary>Sends a request to a destination, and the response back.</summary>
internal sealed class UpstreamForwarder(HttpProxyOptions options, GatewayTransformer transformer, UpgradedConnections upgraded, TimeProvider time)
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
        HttpProxyTelemetry.Source.HasListeners() ? SendTracedAsync(context, upstream, request) : SendUntracedAsync(context, upstream, request);

    /// <summary>One span for each destination that is tried; its context is what the backend is told.</summary>
    private async ValueTask<ForwarderError> SendTracedAsync(HttpContext context, Upstream upstream, ForwarderRequestConfig request)
    {
        using var activity = HttpProxyTelemetry.Source.StartActivity("forward", ActivityKind.Client);
        activity?.SetTag("url.scheme", upstream.Address.Scheme);
        activity?.SetTag("server.address", upstream.Address.Host);
        activity?.SetTag("server.port", upstream.Address.Port);
        activity?.SetTag("http.request.method", context.Request.Method);
        var error = await SendUntracedAsync(context, upstream, request);
        activity?.SetTag("http.response.status_code", context.Response.StatusCode);
        if (error != ForwarderError.None)
            activity?.SetTag("error.type", error.ToString()).SetStatus(ActivityStatusCode.Error);
        return error;
    }

    private ValueTask<ForwarderError> SendUntracedAsync(HttpContext context, Upstream upstream, ForwarderRequestConfig request) =>
        UpgradeRequest.Is(context)
            ? SendUpgradeAsync(context, upstream)
            : _forwarder.SendAsync(context, upstream.Prefix, upstream.Client, request, transformer, CancellationToken.None);

    /// <summary>The answer must come in the time that every request has; what follows may be silent for long.</summary>
    private async ValueTask<ForwarderError> SendUpgradeAsync(HttpContext context, Upstream upstream)
    {
        using var deadline = new CancellationTokenSource(options.ActivityTimeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, upgraded.Cut);
        if (options.InlineScheduling)
            FairBodies.UseForUpgrade(context.Features);
        upgraded.Enter();
        try
        {
            var error = await _forwarder.SendAsync(
                context, upstream.Prefix, upstream.Client, _upgrade, new UpgradeTransformer(transformer, deadline), end.Token);
            if (error != ForwarderError.None)
                EndEarly(context, error);
            return error;
        }
        finally
        {
            upgraded.Leave();
        }
    }

    private void EndEarly(HttpContext context, ForwarderError error)
    {
        // An HTTP/2 client that goes on sending would keep its stream open.
        if (context.Response.HasStarted)
            context.Abort();
        else if (error == ForwarderError.RequestCanceled)
            context.Response.StatusCode = upgraded.Cut.IsCancellationRequested ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status504GatewayTimeout;
    }
}
