using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Gateway.Reconciliation;

/// <summary>Traces and metrics of the control loop. Free while nobody listens.</summary>
internal static class ReconciliationTelemetry
{
    public const string Name = "Gateway.Reconciliation";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    public static readonly Histogram<double> TranslationDuration = Meter.CreateHistogram<double>("gateway.translation.duration", "s", "Time to translate a snapshot");

    public static readonly Histogram<double> ApplyDuration = Meter.CreateHistogram<double>("gateway.apply.duration", "s", "Time for a target to apply a desired state");

    public static readonly Counter<long> ApplyFailures = Meter.CreateCounter<long>("gateway.apply.failures", "{failure}", "Desired states that a target could not apply");
}
