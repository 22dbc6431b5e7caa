namespace Gateway.Telemetry;

/// <summary>Which signals have somewhere to go, by the variables of the OpenTelemetry specification (OTLP exporter configuration).</summary>
internal readonly record struct ExportSignals(bool Traces, bool Metrics)
{
    public bool Any => Traces || Metrics;

    public static ExportSignals From(IReadOnlyDictionary<string, string?> environment)
    {
        if (IsSet("OTEL_SDK_DISABLED") && bool.TryParse(environment["OTEL_SDK_DISABLED"], out var disabled) && disabled)
            return default;
        var all = IsSet("OTEL_EXPORTER_OTLP_ENDPOINT");
        return new(
            (all || IsSet("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")) && !IsNone("OTEL_TRACES_EXPORTER"),
            (all || IsSet("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT")) && !IsNone("OTEL_METRICS_EXPORTER"));

        bool IsSet(string name) => !string.IsNullOrEmpty(environment.GetValueOrDefault(name));

        bool IsNone(string name) => environment.GetValueOrDefault(name) == "none";
    }
}
