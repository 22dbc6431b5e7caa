using Yarp.ReverseProxy.Forwarder;

namespace Gateway.HttpProxy.Forwarding;

/// <summary>For one upgrade: lifts the deadline for the backend's answer once that is there, so that it does not end what follows.</summary>
internal sealed class UpgradeTransformer(HttpTransformer inner, CancellationTokenSource deadline) : HttpTransformer
{
    public override ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken) =>
        inner.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);

    public override ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        deadline.CancelAfter(Timeout.InfiniteTimeSpan);
        return inner.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
    }
}
