using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.ClusterStatus.Leadership;

/// <summary>coordination.k8s.io/v1 Lease. It is written as a whole, so what is not used here is kept as it came.</summary>
internal sealed record Lease
{
    public string ApiVersion { get; init; } = "coordination.k8s.io/v1";

    public string Kind { get; init; } = "Lease";

    public LeaseMetadata Metadata { get; init => field = value ?? new(); } = new();

    public LeaseSpec Spec { get; init => field = value ?? new(); } = new();
}

internal sealed record LeaseMetadata
{
    public string? Name { get; init; }

    public string? Namespace { get; init; }

    public string? ResourceVersion { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }
}

/// <summary>Times are texts: they are for people, and the clocks of two nodes are never compared.</summary>
internal sealed record LeaseSpec
{
    /// <summary>Empty where nobody holds the lease.</summary>
    public string? HolderIdentity { get; init; }

    public int? LeaseDurationSeconds { get; init; }

    public string? AcquireTime { get; init; }

    public string? RenewTime { get; init; }

    /// <summary>How often the lease went from one holder to another.</summary>
    public int? LeaseTransitions { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }

    /// <summary>Whether the holder gave a sign of life between the two.</summary>
    public bool IsSameSignAs(LeaseSpec other) =>
        HolderIdentity == other.HolderIdentity && RenewTime == other.RenewTime && AcquireTime == other.AcquireTime
        && LeaseTransitions == other.LeaseTransitions && LeaseDurationSeconds == other.LeaseDurationSeconds;
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, PropertyNameCaseInsensitive = false, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Lease))]
internal sealed partial class LeaseJson : JsonSerializerContext;
