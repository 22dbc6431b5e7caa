using Gateway.HttpProxy.Affinity;
using Gateway.HttpProxy.LoadBalancing;
using Gateway.Model;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.Clusters;

/// <summary>All that a request needs to know of its cluster, read once. Immutable but for what <see cref="State"/> holds.</summary>
/// <param name="Policy">Picks among the available destinations.</param>
/// <param name="Affinity">Null where clients are not kept on their destinations.</param>
/// <param name="Request">How ordinary requests are sent.</param>
internal sealed record ClusterView(
    HttpCluster Definition, ClusterState State, ILoadBalancingPolicy Policy, ClusterAffinity? Affinity, ForwarderRequestConfig Request)
{
    /// <summary>Picks count on <see cref="ActiveRequests"/>, so the end of a request must too.</summary>
    private readonly bool _counts = Policy is ICountsPicks;

    public static ClusterView Build(HttpCluster definition, ClusterState state, ClusterView? before, ClusterParts parts)
    {
        var request = ClusterPlan.BuildRequest(definition.Protocol, parts.Options);
        return new(
            definition,
            state,
            parts.Policies.Find(definition.LoadBalancing.Policy),
            ClusterAffinity.Build(definition, before?.Affinity, parts.Time),
            request == before?.Request ? before.Request : request);
    }

    /// <summary>The client's own destination where it has one that takes connections, else the policy's choice. Null where there is none.</summary>
    /// <param name="tried">Destinations that this request cannot reach; null for none.</param>
    public DestinationState? Pick(HttpContext context, DestinationState[]? tried)
    {
        var destinations = State.DestinationsState;
        if (tried is null && Affinity?.Find(context, destinations.AllDestinations) is { } own && !Upstream.Of(own).Health.IsLeftOut)
        {
            if (_counts)
                ActiveRequests.For(own).Increment();
            return own;
        }
        var available = tried is null ? destinations.AvailableDestinations : [.. destinations.AvailableDestinations.Except(tried)];
        var picked = Policy.PickDestination(context, State, available);
        if (picked is not null)
            Affinity?.Keep(context, picked);
        return picked;
    }

    public bool HasOthers(DestinationState[] tried) => State.DestinationsState.AvailableDestinations.Except(tried).Any();

    /// <summary>To be called once for each pick, when the request has left the destination.</summary>
    public void EndPick(DestinationState picked)
    {
        if (_counts)
            ActiveRequests.For(picked).Decrement();
    }
}
