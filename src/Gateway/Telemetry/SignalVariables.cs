using System.Globalization;
using OpenTelemetry.Exporter;

namespace Gateway.Telemetry;

/// <summary>
/// The variables of one signal, which win over those of all signals (OpenTelemetry specification, OTLP exporter configuration). The exporter
/// itself reads only the latter.
/// </summary>
internal static class SignalVariables
{
    /// <param name="signal"><c>TRACES</c> or <c>METRICS</c>.</param>
    public static void Apply(OtlpExporterOptions options, string signal, IReadOnlyDictionary<string, string?> environment)
    {
        if (Read("PROTOCOL") is { } protocol)
            options.Protocol = protocol == "http/protobuf" ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        if (Read("HEADERS") is { } headers)
            options.Headers = headers;
        if (int.TryParse(Read("TIMEOUT"), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
            options.TimeoutMilliseconds = milliseconds;
        // Taken as it is, where the endpoint of all signals gets the signal's path appended.
        if (Uri.TryCreate(Read("ENDPOINT"), UriKind.Absolute, out var endpoint))
            options.Endpoint = endpoint;

        string? Read(string name) => environment.GetValueOrDefault($"OTEL_EXPORTER_OTLP_{signal}_{name}") is { Length: > 0 } value ? value : null;
    }
}
