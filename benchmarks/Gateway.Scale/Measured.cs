using System.Text.Json.Serialization;

namespace Gateway.Scale;

/// <summary>The figures of one proxy. What was not measured is null.</summary>
/// <param name="FirstServeMilliseconds">From handing over the whole cluster until a request to its last Service is answered.</param>
/// <param name="ResidentAfterLoad">VmRSS in bytes after that first request.</param>
/// <param name="HeapAfterLoad">Bytes alive in the managed heap then, after a full collection.</param>
/// <param name="ResidentInUse">VmRSS in bytes after one request to every Service, each over an upstream connection of its own.</param>
internal sealed record Measured(
    string Proxy, double FirstServeMilliseconds, long ResidentAfterLoad, long? HeapAfterLoad, long ResidentInUse)
{
    /// <summary>A request with nothing changed that opens an upstream connection, as every request after a change does too.</summary>
    public Series? RequestMilliseconds { get; init; }

    public Series? EndpointAppliedMilliseconds { get; init; }

    public Series? EndpointGarbageBytes { get; init; }

    public Series? EndpointLiveMilliseconds { get; init; }

    public Series? RouteAppliedMilliseconds { get; init; }

    public Series? RouteGarbageBytes { get; init; }

    public Series? RouteLiveMilliseconds { get; init; }
}

/// <summary>What the file of results holds.</summary>
internal sealed record Results(string Machine, ScaleOptions Options, IReadOnlyList<Measured> Proxies);

[JsonSourceGenerationOptions(WriteIndented = false, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Measured))]
[JsonSerializable(typeof(Results))]
internal sealed partial class MeasuredJson : JsonSerializerContext;
