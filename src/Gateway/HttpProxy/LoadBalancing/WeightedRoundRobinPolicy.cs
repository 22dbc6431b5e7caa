using Gateway.Model;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>
/// Each destination as often as its weight says, evenly spread: in any Σweights consecutive picks each gets exactly its weight, while
/// neither the set nor the weights change. When they do, those that are behind their share come first. Honours slow start.
/// </summary>
internal sealed class WeightedRoundRobinPolicy : ILoadBalancingPolicy
{
    private readonly DestinationSets<WeightedRotation> _sets;

    public WeightedRoundRobinPolicy(TimeProvider time)
    {
        var slowStart = new SlowStart(time);
        _sets = new((cluster, available, previous) => WeightedRotation.Build(cluster, available, previous, slowStart), time);
    }

    public string Name => LoadBalancingPolicyNames.WeightedRoundRobin;

    public DestinationState? PickDestination(HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations) =>
        _sets.For(cluster, availableDestinations).Next();
}
