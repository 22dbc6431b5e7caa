using Gateway.Model;

namespace Gateway.HttpProxy.Clusters;

/// <summary>
/// The clusters by name. One stays while it is desired or a route names it, whichever comes first or goes last. Used by the one loop that
/// applies.
/// </summary>
internal sealed class ClusterRegistry(ClusterParts parts)
{
    private readonly Dictionary<ServicePortName, ProxyCluster> _clusters = [];

    public int Count => _clusters.Count;

    public void Apply(ServicePortName name, HttpCluster? desired)
    {
        var cluster = GetOrAdd(name);
        cluster.Apply(desired);
        RemoveIfUnused(cluster);
    }

    /// <summary>For a route that names it. Undone by <see cref="Dereference"/>.</summary>
    public ProxyCluster Reference(ServicePortName name)
    {
        var cluster = GetOrAdd(name);
        cluster.RouteCount++;
        return cluster;
    }

    public void Dereference(ProxyCluster cluster)
    {
        cluster.RouteCount--;
        RemoveIfUnused(cluster);
    }

    private ProxyCluster GetOrAdd(ServicePortName name)
    {
        if (!_clusters.TryGetValue(name, out var cluster))
            _clusters.Add(name, cluster = new(name, parts));
        return cluster;
    }

    private void RemoveIfUnused(ProxyCluster cluster)
    {
        if (cluster is { RouteCount: 0, View: null })
            _clusters.Remove(cluster.Name);
    }
}
