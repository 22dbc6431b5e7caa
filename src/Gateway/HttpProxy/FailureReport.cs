using Gateway.HttpProxy.Routing;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy;

/// <summary>Tells the client that something failed, and the log what.</summary>
internal sealed class FailureReport(ILogger<FailureReport> logger)
{
    /// <summary>No backend may take the request.</summary>
    public Task UnavailableAsync(HttpContext context, ProxyRoute route)
    {
        var reason = route.Cluster is null
            ? "the route has no backend"
            : route.Cluster.View?.Definition.NoBackendsReason ?? "no backend takes requests";
        var request = context.Request;
        logger.Unavailable(context.TraceIdentifier, request.Method, request.Host.Value, TargetOf(context), route.Definition.Source, reason);
        return ErrorReply.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "No backend can take this request at the moment.");
    }

    /// <summary>A backend was picked, and forwarding did not end well.</summary>
    public Task FailedAsync(HttpContext context, ProxyRoute route, DestinationState destination, ForwarderError error)
    {
        var exception = context.GetForwarderErrorFeature()?.Exception;
        if (context.RequestAborted.IsCancellationRequested || IsEndOfUpgraded(error))
        {
            logger.EndedEarly(context.TraceIdentifier, error);
            return Task.CompletedTask;
        }
        logger.ForwardFailed(
            context.TraceIdentifier, context.Request.Method, context.Request.Host.Value, TargetOf(context), route.Cluster!.Name,
            destination.DestinationId, error, exception?.GetBaseException().Message);
        // Where the response has started, the forwarder has cut the connection, which is all that can be said then.
        return context.Response.HasStarted ? Task.CompletedTask : ReplyAsync(context);
    }

    /// <summary>Most WebSockets end because one side goes away: nothing that an operator could act on.</summary>
    private static bool IsEndOfUpgraded(ForwarderError error) => error
        is ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeRequestClient or ForwarderError.UpgradeRequestDestination
        or ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeResponseClient or ForwarderError.UpgradeResponseDestination
        or ForwarderError.UpgradeActivityTimeout;

    private static Task ReplyAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        return ErrorReply.WriteAsync(context, status, status switch
        {
            StatusCodes.Status504GatewayTimeout => "The backend did not answer in time.",
            >= 500 => "The backend could not be reached, or did not answer properly.",
            _ => "The request could not be read to its end.",
        });
    }

    /// <summary>As the client wrote it: percent-encoded, and free of control characters, since others are refused.</summary>
    private static string TargetOf(HttpContext context) => context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
}
