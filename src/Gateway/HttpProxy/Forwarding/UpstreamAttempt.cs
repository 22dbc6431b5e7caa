using System.Diagnostics;
using Gateway.HttpProxy.Clusters;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.HttpProxy.Forwarding;

/// <summary>
/// One request to one backend, as traces and metrics show it: a client span, which the backend's own spans hang from, and a duration. Names of
/// attributes are OpenTelemetry's (semantic conventions for HTTP spans).
/// </summary>
internal readonly struct UpstreamAttempt : IDisposable
{
    private readonly Activity? _activity;
    private readonly Upstream _upstream;
    private readonly long _started = Stopwatch.GetTimestamp();

    private UpstreamAttempt(HttpContext context, Upstream upstream)
    {
        _upstream = upstream;
        _activity = HttpProxyTelemetry.Source.StartActivity(context.Request.Method, ActivityKind.Client);
        _activity?.SetTag("http.request.method", context.Request.Method);
        _activity?.SetTag("url.full", upstream.Prefix + context.Request.Path);
        _activity?.SetTag("gateway.request.id", context.TraceIdentifier);
    }

    public static bool IsObserved => HttpProxyTelemetry.Source.HasListeners() || HttpProxyTelemetry.AttemptDuration.Enabled;

    public static UpstreamAttempt Start(HttpContext context, Upstream upstream) => new(context, upstream);

    public void End(HttpContext context, ForwarderError error)
    {
        var backend = HttpProxyTelemetry.Tag("gateway.backend", _upstream.Prefix);
        var duration = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        if (error == ForwarderError.None)
        {
            HttpProxyTelemetry.AttemptDuration.Record(duration, backend);
            _activity?.SetTag("http.response.status_code", context.Response.StatusCode);
            return;
        }
        HttpProxyTelemetry.AttemptDuration.Record(duration, backend, HttpProxyTelemetry.Tag("error.type", error.ToString()));
        _activity?.SetTag("error.type", error.ToString());
        _activity?.SetStatus(ActivityStatusCode.Error);
    }

    public void Dispose() => _activity?.Dispose();
}
