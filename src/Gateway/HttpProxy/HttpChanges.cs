using Gateway.Model;

namespace Gateway.HttpProxy;

/// <summary>What differs between the state that is live and the one that is wanted. Costs what changed.</summary>
internal sealed record HttpChanges(
    IReadOnlyList<MapChange<ServicePortName, HttpCluster>> Clusters,
    IReadOnlyList<MapChange<string, TlsCertificate>> Certificates,
    IReadOnlyList<MapChange<string, HostRoutes>> Hosts)
{
    public static HttpChanges Build(HttpState live, HttpState desired) => new(
        desired.Clusters.ChangesSince(live.Clusters),
        desired.Certificates.ChangesSince(live.Certificates),
        desired.Hosts.ChangesSince(live.Hosts));
}
