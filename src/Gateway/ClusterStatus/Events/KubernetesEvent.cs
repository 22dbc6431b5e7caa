using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.ClusterStatus.Events;

/// <summary>events.k8s.io/v1 Event.</summary>
internal sealed record KubernetesEvent
{
    public string ApiVersion { get; init; } = "events.k8s.io/v1";

    public string Kind { get; init; } = "Event";

    public required EventMetadata Metadata { get; init; }

    public required string EventTime { get; init; }

    /// <summary>Who says it, and which replica.</summary>
    public required string ReportingController { get; init; }

    public required string ReportingInstance { get; init; }

    /// <summary>What was being done.</summary>
    public required string Action { get; init; }

    public required string Reason { get; init; }

    public required EventObject Regarding { get; init; }

    public required string Note { get; init; }

    /// <summary>Normal or Warning.</summary>
    public required string Type { get; init; }
}

internal sealed record EventMetadata(string Name, string Namespace);

internal sealed record EventObject(string ApiVersion, string Kind, string? Namespace, string Name, string? Uid, string? ResourceVersion);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, PropertyNameCaseInsensitive = false, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KubernetesEvent))]
internal sealed partial class EventJson : JsonSerializerContext;
