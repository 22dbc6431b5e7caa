using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>What a policy has worked out for one list of available destinations of one cluster. YARP replaces the list at every change.</summary>
internal abstract class DestinationSet(ClusterState cluster, IReadOnlyList<DestinationState> available)
{
    private readonly ClusterModel? _model = cluster.Model;

    public IReadOnlyList<DestinationState> Available => available;

    /// <summary>The timestamp after which this is out of date although the list is the same; for ever where nothing is ramping up.</summary>
    public long StaleAt { get; protected init; } = long.MaxValue;

    /// <summary>The cluster's model counts too: its settings can change while the destinations stay.</summary>
    public bool IsFor(ClusterState cluster, IReadOnlyList<DestinationState> destinations) =>
        ReferenceEquals(available, destinations) && ReferenceEquals(_model, cluster.Model);

    /// <summary>By reference: the list is the one that the cluster offers to new requests.</summary>
    public bool IsCurrentIn(ClusterState cluster) =>
        ReferenceEquals(cluster.DestinationsState?.AvailableDestinations, available) && ReferenceEquals(_model, cluster.Model);
}
