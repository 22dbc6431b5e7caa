using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Gateway.HttpProxy;

/// <summary>
/// Traces and metrics of the HTTP plane. Free while nobody listens. What the server itself sees of a request is in the framework's own
/// (<c>Microsoft.AspNetCore</c>); here is what became of it.
/// </summary>
internal static class HttpProxyTelemetry
{
    public const string Name = "Gateway.HttpProxy";

    public static readonly ActivitySource Source = new(Name);

    public static readonly Meter Meter = new(Name);

    /// <summary>By the object that asked for the route, and the status that the client was told.</summary>
    public static readonly Counter<long> Requests = Meter.CreateCounter<long>("gateway.http.requests", "{request}", "Requests that matched a route");

    /// <summary>By cluster and by what decided: the policy, a client's affinity, or nothing where there was nobody to pick.</summary>
    public static readonly Counter<long> Picks = Meter.CreateCounter<long>("gateway.http.picks", "{pick}", "Choices of a backend");

    /// <summary>By backend, and the error where there was one.</summary>
    public static readonly Histogram<double> AttemptDuration = Meter.CreateHistogram<double>("gateway.http.upstream.duration", "s", "Time from sending a request to a backend to the end of its response");

    /// <summary>Of hosts, clusters and certificates.</summary>
    public static readonly Gauge<int> TableSize = Meter.CreateGauge<int>("gateway.http.table.size", "{entry}", "What the HTTP plane holds");

    public static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);
}
