namespace Gateway.Model.Resources;

/// <summary>discovery.k8s.io/v1 EndpointSlice.</summary>
public sealed record EndpointSlice : KubernetesObject
{
    /// <summary>The label that names the Service a slice belongs to; the slice's own name says nothing.</summary>
    public const string ServiceNameLabel = "kubernetes.io/service-name";

    public override string Kind => "EndpointSlice";

    /// <summary>IPv4, IPv6 or FQDN.</summary>
    public string? AddressType { get; init; }

    public IReadOnlyList<Endpoint>? Endpoints { get; init; }

    public IReadOnlyList<EndpointPort>? Ports { get; init; }
}

public sealed record Endpoint
{
    /// <summary>At least one; proxies use the first alone (discovery/v1: the addresses are assumed to be fungible).</summary>
    public IReadOnlyList<string>? Addresses { get; init; }

    public EndpointConditions? Conditions { get; init; }

    public string? Hostname { get; init; }

    public string? NodeName { get; init; }

    public string? Zone { get; init; }

    public EndpointHints? Hints { get; init; }

    public TargetReference? TargetRef { get; init; }

    /// <summary>By value, lists included.</summary>
    public bool Equals(Endpoint? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && Lists.AreEqual(Addresses, other.Addresses)
            && Conditions == other.Conditions
            && Hostname == other.Hostname
            && NodeName == other.NodeName
            && Zone == other.Zone
            && Hints == other.Hints
            && TargetRef == other.TargetRef);

    public override int GetHashCode() => Addresses is [var first, ..] ? first.GetHashCode(StringComparison.Ordinal) : 0;
}

/// <summary>Nil has a meaning of its own for each: ready nil = ready, serving nil = as ready, terminating nil = not terminating.</summary>
public sealed record EndpointConditions
{
    public bool? Ready { get; init; }

    public bool? Serving { get; init; }

    public bool? Terminating { get; init; }
}

public sealed record EndpointHints
{
    public IReadOnlyList<ForZone>? ForZones { get; init; }

    public IReadOnlyList<ForNode>? ForNodes { get; init; }

    /// <summary>By value, lists included.</summary>
    public bool Equals(EndpointHints? other) =>
        ReferenceEquals(this, other) || (other is not null && Lists.AreEqual(ForZones, other.ForZones) && Lists.AreEqual(ForNodes, other.ForNodes));

    public override int GetHashCode() => HashCode.Combine(ForZones?.Count, ForNodes?.Count);
}

public sealed record ForZone
{
    public string Name { get; init => field = value ?? ""; } = "";
}

public sealed record ForNode
{
    public string Name { get; init => field = value ?? ""; } = "";
}

public sealed record TargetReference
{
    public string? Kind { get; init; }

    public string? Namespace { get; init; }

    public string? Name { get; init; }
}

public sealed record EndpointPort
{
    /// <summary>Matches <see cref="ServicePort.Name"/>; empty or absent for a single unnamed port.</summary>
    public string? Name { get; init; }

    public string? Protocol { get; init; }

    /// <summary>Absent means "all ports", which a proxy cannot use.</summary>
    public int? Port { get; init; }

    public string? AppProtocol { get; init; }
}
