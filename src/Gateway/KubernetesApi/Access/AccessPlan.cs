namespace Gateway.KubernetesApi.Access;

/// <summary>Everything that was said of one cluster and of the gateway's part in it, checked.</summary>
internal sealed class AccessPlan
{
    public required ClusterAddress Cluster { get; init; }

    public required ICredentialSource Credentials { get; init; }

    /// <summary>Headers that name the one in whose place the gateway speaks.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Impersonation { get; init; } = [];

    public string? Namespace { get; init; }

    /// <summary>Where this was written, for people.</summary>
    public required string Origin { get; init; }
}
