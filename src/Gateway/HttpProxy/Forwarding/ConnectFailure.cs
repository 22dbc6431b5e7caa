using Yarp.ReverseProxy.Forwarder;

namespace Gateway.HttpProxy.Forwarding;

/// <summary>A request that failed before there was a connection: nothing of it has been sent, so it can be sent to another destination.</summary>
internal static class ConnectFailure
{
    public static bool Is(HttpContext context, ForwarderError error) => (error, context.GetForwarderErrorFeature()?.Exception) switch
    {
        (ForwarderError.Request, HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
        }) => true,
        // The connect timeout, as SocketsHttpHandler tells of it. The activity timeout has no such exception inside.
        (ForwarderError.RequestTimedOut, OperationCanceledException { InnerException: TimeoutException }) => true,
        _ => false,
    };

    /// <summary>Undoes what the forwarder has done to the response. False where the client is gone or has been told.</summary>
    public static bool TryForget(HttpContext context)
    {
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return false;
        context.Response.Clear();
        context.Features.Set<IForwarderErrorFeature>(null);
        return true;
    }
}
