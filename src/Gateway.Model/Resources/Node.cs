namespace Gateway.Model.Resources;

/// <summary>core/v1 Node: labels for the topology, addresses for node ports.</summary>
public sealed record Node : KubernetesObject
{
    public const string ZoneLabel = "topology.kubernetes.io/zone";

    public override string Kind => "Node";

    public NodeStatus? Status { get; init; }
}

public sealed record NodeStatus
{
    public IReadOnlyList<NodeAddress>? Addresses { get; init; }
}

public sealed record NodeAddress
{
    public string? Type { get; init; }

    public string? Address { get; init; }
}
