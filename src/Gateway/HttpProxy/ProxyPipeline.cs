using Gateway.HttpProxy.Clusters;
using Gateway.HttpProxy.Forwarding;
using Gateway.HttpProxy.Routing;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy;

/// <summary>What happens to a request: route, pick, forward, report. What no route of ours matches goes on to the next middleware.</summary>
internal sealed class ProxyPipeline(RequestDelegate next, LiveRoutes routes, UpstreamForwarder forwarder, FailureReport report, HttpProxyMetrics metrics)
{
    /// <summary>What no backend has seen may be tried elsewhere, but a client should not wait for a whole cluster to time out.</summary>
    private const int MaxAttempts = 3;

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!request.Path.HasValue && HttpMethods.IsOptions(request.Method))
            return AnswerForServer(context);
        var route = routes.Table.Find(request.Headers.Host.ToString(), request.Path.Value);
        if (route is null)
            return next(context);
        RequestId.Assign(context);
        return metrics.MeasuresRequests ? MeasureAsync(context, route) : AnswerAsync(context, route);
    }

    private async Task MeasureAsync(HttpContext context, ProxyRoute route)
    {
        metrics.Begin();
        try
        {
            await AnswerAsync(context, route);
        }
        finally
        {
            metrics.End(route, context.Response.StatusCode);
        }
    }

    private Task AnswerAsync(HttpContext context, ProxyRoute route) =>
        Refusal.Find(context) is { } refusal ? ErrorReply.WriteAsync(context, refusal.Status, refusal.Sentence) : ProxyAsync(context, route);

    /// <summary><c>OPTIONS *</c> asks what the server itself can do (RFC 9110, 9.3.7).</summary>
    private static Task AnswerForServer(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private async Task ProxyAsync(HttpContext context, ProxyRoute route)
    {
        DestinationState[]? tried = null;
        while (true)
        {
            var cluster = route.Cluster?.View;
            if (cluster?.Pick(context, tried) is not { } destination)
            {
                await report.UnavailableAsync(context, route);
                return;
            }
            metrics.Picked(route.Cluster!);
            var upstream = Upstream.Of(destination);
            if (!upstream.TryLease())
            {
                // Removed after the pick. What took its place is there already.
                cluster.EndPick(destination);
                continue;
            }
            ForwarderError error;
            try
            {
                error = await forwarder.SendAsync(context, upstream, cluster.Request);
            }
            finally
            {
                upstream.Release();
                cluster.EndPick(destination);
            }
            metrics.Attempted(route.Cluster!, error);
            if (error == ForwarderError.None)
            {
                upstream.Health.Succeed();
                return;
            }
            if (!TryElsewhere(context, route.Cluster!, destination, error, ref tried))
            {
                await report.FailedAsync(context, route, destination, error);
                return;
            }
        }
    }

    private static bool TryElsewhere(HttpContext context, ProxyCluster cluster, DestinationState destination, ForwarderError error, ref DestinationState[]? tried)
    {
        if (!ConnectFailure.Is(context, error))
            return false;
        cluster.ReportConnectFailure(destination);
        tried = [.. tried ?? [], destination];
        // The last error is the one to tell where there is nowhere else to go.
        return tried.Length < MaxAttempts && cluster.View?.HasOthers(tried) == true && ConnectFailure.TryForget(context);
    }
}
