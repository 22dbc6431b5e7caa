using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.HttpProxy.Forwarding;

/// <summary>
/// Makes the backend's request out of the client's: everything as it came, the Host included, except for what belongs to a connection
/// (RFC 9110, 7.6.1) and for the forwarding headers. The response goes back as it came.
/// </summary>
internal sealed class GatewayTransformer(ForwardedHeaders forwarded, HttpProxyOptions options) : HttpTransformer
{
    private static readonly UriCreationOptions AsIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var request = httpContext.Request;
        ConnectionHeaders.Remove(request.Headers, proxyRequest);
        forwarded.Set(httpContext, proxyRequest.Headers);
        TraceContext.Set(proxyRequest.Headers);
        SetRequestId(httpContext, proxyRequest);
        // The forwarder makes a key of its own for a WebSocket that comes by HTTP/2; a client's would make two.
        if (HttpMethods.IsConnect(request.Method))
            proxyRequest.Headers.Remove(HeaderNames.SecWebSocketKey);
        if (options.InlineScheduling && proxyRequest.Content is not null)
            FairBodies.UseForRequest(request);
        proxyRequest.RequestUri = BuildUri(httpContext, destinationPrefix);
    }

    private static void SetRequestId(HttpContext context, HttpRequestMessage proxyRequest)
    {
        if (context.Request.Headers.TryGetValue(RequestId.Header, out var sent))
        {
            if (sent == context.TraceIdentifier)
                return;
            proxyRequest.Headers.Remove(RequestId.Header);
        }
        proxyRequest.Headers.TryAddWithoutValidation(RequestId.Header, context.TraceIdentifier);
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var forward = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        if (!forward || proxyResponse is null)
            return forward;
        if (options.InlineScheduling)
            FairBodies.UseForResponse(httpContext);
        if (OpenEndedResponse.Is(httpContext, proxyResponse))
            await OpenEndedResponse.SendHeadersAsync(httpContext, proxyResponse, cancellationToken);
        return true;
    }

    private static Uri BuildUri(HttpContext context, string prefix)
    {
        var target = RequestTarget.Build(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        return string.IsNullOrEmpty(target)
            ? RequestUtilities.MakeDestinationAddress(prefix, context.Request.Path, context.Request.QueryString)
            : new Uri(prefix + target, in AsIs);
    }
}
