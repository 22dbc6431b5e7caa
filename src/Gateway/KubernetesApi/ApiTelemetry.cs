using System.Diagnostics.Metrics;
using Gateway.KubernetesApi.Watching;

namespace Gateway.KubernetesApi;

/// <summary>Metrics of following a cluster. Free while nobody listens.</summary>
internal static class ApiTelemetry
{
    public const string Name = "Gateway.KubernetesApi";

    private static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Requests = Meter.CreateCounter<long>("gateway.source.requests", "{request}", "Lists and watches begun, by verb and kind");

    public static readonly Counter<long> Events = Meter.CreateCounter<long>("gateway.source.events", "{event}", "Events received, by kind");

    public static readonly Counter<long> Failures = Meter.CreateCounter<long>("gateway.source.failures", "{failure}", "Lists and watches that failed or broke, by kind and failure");

    public static readonly Counter<long> Unreadable = Meter.CreateCounter<long>("gateway.source.unreadable", "{object}", "Objects skipped because they are not what their kind says, by kind");

    /// <summary>How old what is known may be, until the result is disposed.</summary>
    public static Meter MeasureAge(WatchHealth health, TimeProvider time)
    {
        var meter = new Meter(Name);
        meter.CreateObservableGauge(
            "gateway.source.age",
            () => health.BehindSince is { } since ? (time.GetUtcNow() - since).TotalSeconds : 0,
            "s",
            "For how long some kind has not been followed; 0 while all are");
        return meter;
    }
}
