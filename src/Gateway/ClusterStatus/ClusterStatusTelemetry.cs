using System.Diagnostics.Metrics;
using Gateway.KubernetesApi;

namespace Gateway.ClusterStatus;

/// <summary>Metrics of what is written to the cluster. Free while nobody listens.</summary>
internal static class ClusterStatusTelemetry
{
    public const string Name = "Gateway.ClusterStatus";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Writes = Meter.CreateCounter<long>(
        "gateway.status.writes", "{write}", "Statuses and Events written, or not, by what, kind and outcome");

    /// <param name="what">Such as <c>status</c> or <c>events</c>.</param>
    public static void Written(string what, string kind) => Record(what, kind, "written");

    public static void Failed(string what, string kind, ApiFailure failure) => Record(what, kind, failure.ToString());

    private static void Record(string what, string kind, string outcome) => Writes.Add(
        1,
        new KeyValuePair<string, object?>("what", what),
        new KeyValuePair<string, object?>("kind", kind),
        new KeyValuePair<string, object?>("outcome", outcome));
}
