using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Gateway.HttpProxy;

/// <summary>Traces and metrics of the HTTP plane. Free while nobody listens.</summary>
internal static class HttpProxyTelemetry
{
    public const string Name = "Gateway.HttpProxy";

    public static readonly ActivitySource Source = new(Name);

    public static readonly Meter Meter = new(Name);
}
