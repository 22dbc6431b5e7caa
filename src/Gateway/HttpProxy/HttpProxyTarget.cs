using Gateway.HttpProxy.Clusters;
using Gateway.HttpProxy.Routing;
using Gateway.HttpProxy.Tls;
using Gateway.Model;
using Gateway.Reconciliation;

namespace Gateway.HttpProxy;

/// <summary>Keeps the HTTP plane equal to <see cref="DesiredState.Http"/>.</summary>
internal sealed class HttpProxyTarget(ClusterRegistry clusters, CertificateStore certificates, LiveRoutes routes, PlaneSize size) : IStateTarget
{
    private HttpState _live = HttpState.Empty;

    public string Name => "http";

    /// <summary>
    /// What routes need comes before them and goes after them, so that at no moment does a route lead nowhere. Applying again after a
    /// failure halfway is harmless.
    /// </summary>
    public ValueTask ApplyAsync(DesiredState desired, CancellationToken cancellationToken)
    {
        var changes = HttpChanges.Build(_live, desired.Http);
        foreach (var change in changes.Clusters.Where(change => change.After is not null))
            clusters.Apply(change.Key, change.After);
        foreach (var change in changes.Certificates)
            certificates.Apply(change.Key, change.After);
        ApplyHosts(changes.Hosts);
        foreach (var change in changes.Clusters.Where(change => change.After is null))
            clusters.Apply(change.Key, null);
        Measure(changes);
        _live = desired.Http;
        return ValueTask.CompletedTask;
    }

    private void Measure(HttpChanges changes)
    {
        size.Hosts = routes.Table.HostCount;
        size.Routes += changes.Hosts.Sum(change => RoutesOf(change.After) - RoutesOf(change.Before));
        size.Clusters = clusters.Count;
        size.Destinations += changes.Clusters.Sum(change => (change.After?.Backends.Count ?? 0) - (change.Before?.Backends.Count ?? 0));
        size.Certificates = certificates.Count;
    }

    private static int RoutesOf(HostRoutes? host) => host is null ? 0 : host.Routes.Count + (host.Default is null ? 0 : 1);

    private void ApplyHosts(IReadOnlyList<MapChange<string, HostRoutes>> changes)
    {
        if (changes.Count == 0)
            return;
        var before = routes.Table;
        var table = changes.Aggregate(before, (table, change) => table.With(change.Key, BuildTable(change.After)));
        routes.Table = table;
        foreach (var change in changes)
            Dereference(before.Find(change.Key));
    }

    private HostRoutesTable? BuildTable(HostRoutes? host) => host is null
        ? null
        : HostRoutesTable.Build(host, route => new(route, route.Cluster is { } name ? clusters.Reference(name) : null));

    private void Dereference(HostRoutesTable? host)
    {
        foreach (var route in host?.All ?? [])
            if (route.Cluster is { } cluster)
                clusters.Dereference(cluster);
    }
}
