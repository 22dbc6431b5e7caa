using System.Diagnostics.Metrics;
using Gateway.Ipvs.Programming;

namespace Gateway.Ipvs;

/// <summary>Metrics of programming the kernel. Free while nobody listens.</summary>
internal static class IpvsTelemetry
{
    public const string Name = "Gateway.Ipvs";

    private static readonly Meter Meter = new(Name);

    public static readonly Histogram<double> SyncDuration = Meter.CreateHistogram<double>(
        "gateway.ipvs.sync.duration", "s", "Time to make the kernel equal to the plan");

    public static readonly Counter<long> Operations = Meter.CreateCounter<long>(
        "gateway.ipvs.operations", "{operation}", "Changes of the kernel's table, by kind");

    public static readonly Counter<long> Failures = Meter.CreateCounter<long>(
        "gateway.ipvs.failures", "{operation}", "Changes that the kernel refused, by kind");

    public static readonly Counter<long> Repairs = Meter.CreateCounter<long>(
        "gateway.ipvs.repairs", "{operation}", "Changes that undo what somebody else did to our entries");

    public static KeyValuePair<string, object?> Kind(OperationKind kind) => new("kind", kind switch
    {
        OperationKind.AddService => "add_service",
        OperationKind.AddDestination => "add_destination",
        OperationKind.ChangeService => "change_service",
        OperationKind.ChangeDestination => "change_destination",
        OperationKind.Drain => "drain",
        OperationKind.DeleteDestination => "delete_destination",
        _ => "delete_service",
    });
}
