using System.Diagnostics.Metrics;
using System.Reflection;
using Gateway.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Gateway.Telemetry;

/// <summary>
/// Collects and exports from before the first target starts until after the last has stopped. Endpoint, protocol, headers, sampling, intervals
/// and the service's name are the environment's to say, as the OpenTelemetry specification names the variables.
/// </summary>
internal sealed class TelemetryExport(IReadOnlyDictionary<string, string?> environment, IReadOnlyList<string> sources) : IHostedService, IDisposable
{
    private static readonly string[] FrameworkSources = ["Microsoft.AspNetCore"];

    private static readonly string[] FrameworkMeters =
        ["System.Runtime", "System.Net.Http", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    private OpenTelemetrySdk? _sdk;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _sdk = OpenTelemetrySdk.Create(Configure);
        return Task.CompletedTask;
    }

    /// <summary>Sends what is left; the time for that is the exporter's (<c>OTEL_EXPORTER_OTLP_TIMEOUT</c>).</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(Dispose, CancellationToken.None);

    public void Dispose() => Interlocked.Exchange(ref _sdk, null)?.Dispose();

    /// <summary>Null where the SDK's own limit of points is right.</summary>
    public static MetricStreamConfiguration? ViewOf(Instrument instrument) =>
        PointLimit.Find(instrument) is { } points ? new() { CardinalityLimit = points } : null;

    private void Configure(IOpenTelemetryBuilder builder)
    {
        var signals = ExportSignals.From(environment);
        if (signals.Traces)
            builder.WithTracing(tracing => tracing
                .SetResourceBuilder(ServiceResource())
                .AddSource([.. sources, .. FrameworkSources])
                .AddOtlpExporter(exporter => SignalVariables.Apply(exporter, "TRACES", environment)));
        if (signals.Metrics)
            builder.WithMetrics(metrics => metrics
                .SetResourceBuilder(ServiceResource())
                .AddMeter([.. sources, .. FrameworkMeters])
                .AddView(ViewOf)
                .AddOtlpExporter(exporter => SignalVariables.Apply(exporter, "METRICS", environment)));
    }

    /// <summary>The environment is asked last, so that it can rename the service.</summary>
    private static ResourceBuilder ServiceResource() => ResourceBuilder.CreateEmpty()
        .AddService("gateway", serviceVersion: typeof(TelemetryExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion)
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}
