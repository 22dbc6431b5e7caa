using Gateway.Model.Translation;

namespace Gateway.Model;

public enum FrontendKind
{
    ClusterIP,
    ExternalIP,
    LoadBalancer,
    NodePort,
}

/// <summary>Whose address the backends see as the client's.</summary>
public enum Masquerade
{
    /// <summary>The client's own.</summary>
    Never,

    /// <summary>The gateway's for clients that are no pods, as far as the pods' networks are known; else the client's.</summary>
    OffCluster,

    /// <summary>The gateway's.</summary>
    Always,
}

/// <summary>An address and port that connections come to.</summary>
/// <param name="Address">Canonical text; null for <see cref="FrontendKind.NodePort"/>, which is every address of this node of the family.</param>
/// <param name="Port">1–65535.</param>
public sealed record Frontend(FrontendKind Kind, IPFamily Family, string? Address, int Port)
{
    /// <summary>Where connections go; of the family of the address. Ordered by address and port. Empty where <see cref="Verdict"/> is not Forward.</summary>
    public ValueArray<Backend> Backends { get; init; }

    /// <summary>What becomes of a connection.</summary>
    public TrafficVerdict Verdict { get; init; }

    /// <summary>
    /// Where connections from pods and from this node itself go: any endpoint of the cluster, also where the external traffic policy is Local and
    /// <see cref="Backends"/> are those on this node. Of <see cref="FrontendKind.ClusterIP"/>, the same as <see cref="Backends"/>.
    /// </summary>
    public ValueArray<Backend> InternalBackends { get; init; }

    public Masquerade Masquerade { get; init; }

    /// <summary>
    /// The networks clients may come from, canonical, of the family of the address; empty for any. Of <see cref="FrontendKind.LoadBalancer"/> alone.
    /// Where the Service has a list that lets nobody of the family in, <see cref="Verdict"/> is Drop and there are no backends of either sort.
    /// </summary>
    public ValueArray<string> SourceRanges { get; init; }
}
