namespace Gateway.Model;

/// <summary>The HTTP plane: which host and path goes to which cluster, what is in a cluster, and the certificates by host.</summary>
public sealed record HttpState
{
    public static readonly HttpState Empty = new();

    /// <summary>
    /// Routes by host, in lower case without port: a name, <c>*.name</c> (exactly one label more), or <see cref="HostRoutes.AnyHost"/>.
    /// A request is looked up in that order, and goes on to the next where no path of a host matches.
    /// </summary>
    public PersistentMap<string, HostRoutes> Hosts { get; init; } = PersistentMap<string, HostRoutes>.EmptyWith(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every cluster that a route names and whose Service exists.</summary>
    public PersistentMap<ServicePortName, HttpCluster> Clusters { get; init; } = PersistentMap<ServicePortName, HttpCluster>.Empty;

    /// <summary>Certificates by server name: a name, <c>*.name</c>, or <see cref="HostRoutes.AnyHost"/> for the default.</summary>
    public PersistentMap<string, TlsCertificate> Certificates { get; init; } = PersistentMap<string, TlsCertificate>.EmptyWith(StringComparer.OrdinalIgnoreCase);
}
