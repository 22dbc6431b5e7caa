using System.Text.Json.Serialization;

namespace Gateway.Api;

/// <summary>What the file of results holds.</summary>
/// <param name="Loaded">When it serves everything and has come to rest.</param>
/// <param name="InUse">After a request to every host, each over an upstream connection of its own.</param>
/// <param name="RequestMilliseconds">A request with nothing changed that opens an upstream connection, as every request after a change does too.</param>
/// <param name="Idle">Changes that are waited for, and no others.</param>
/// <param name="Busy">The full rate.</param>
/// <param name="Unprobed">The full rate, and no requests.</param>
internal sealed record Results(
    string Machine,
    ApiOptions Options,
    StartFigures Paged,
    StartFigures Streamed,
    MemoryFigures Loaded,
    MemoryFigures InUse,
    Series RequestMilliseconds,
    LoadFigures Idle,
    LoadFigures Busy,
    LoadFigures Unprobed);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Results))]
internal sealed partial class ResultsJson : JsonSerializerContext;
