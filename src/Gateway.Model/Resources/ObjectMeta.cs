namespace Gateway.Model.Resources;

/// <summary>The part of <c>metav1.ObjectMeta</c> that the gateway uses.</summary>
public sealed record ObjectMeta
{
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Empty for cluster-scoped kinds. Sources put <c>default</c> where a namespaced object names none.</summary>
    public string Namespace { get; init => field = value ?? ""; } = "";

    public string? Uid { get; init; }

    public string? ResourceVersion { get; init; }

    public long? Generation { get; init; }

    public DateTimeOffset? CreationTimestamp { get; init; }

    public DateTimeOffset? DeletionTimestamp { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}
