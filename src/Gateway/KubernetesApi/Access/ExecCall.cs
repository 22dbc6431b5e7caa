namespace Gateway.KubernetesApi.Access;

/// <summary>How a credential plugin is called.</summary>
internal sealed class ExecCall
{
    /// <summary>Where the program is named, and the program.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute.</summary>
    public required string Path { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>All of it: what the gateway was given, and what the kubeconfig adds.</summary>
    public required IReadOnlyDictionary<string, string?> Environment { get; init; }

    public required string ApiVersion { get; init; }

    /// <summary>How to get the program, in brackets and after a space; or nothing.</summary>
    public required string InstallHint { get; init; }

    /// <summary>What the plugin is told of the cluster; null where it is not to be told.</summary>
    public ExecClusterFacts? Cluster { get; init; }
}
