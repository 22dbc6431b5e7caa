using System.Diagnostics;
using System.Net.Http.Headers;

namespace Gateway.HttpProxy.Forwarding;

/// <summary>
/// Makes the backend's trace a continuation of the span of the attempt. Without tracing, what the client sent passes as it is. (The HTTP
/// client can do this itself, but puts a span of its own between, which nobody exports.)
/// </summary>
internal static class TraceContext
{
    private static readonly string[] Fields = [.. DistributedContextPropagator.Current.Fields];

    public static void Set(HttpRequestHeaders headers)
    {
        if (!HttpProxyTelemetry.Source.HasListeners() || Activity.Current is not { } activity)
            return;
        foreach (var field in Fields)
            headers.Remove(field);
        DistributedContextPropagator.Current.Inject(activity, headers, static (carrier, field, value) =>
            ((HttpRequestHeaders)carrier!).TryAddWithoutValidation(field, value));
    }
}
