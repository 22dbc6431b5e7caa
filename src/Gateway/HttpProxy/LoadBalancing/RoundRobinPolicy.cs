using Gateway.Model;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>
/// Each destination in turn, whatever its weight, except that weight 0 takes none. Any n consecutive picks among n destinations are n
/// different ones. When the set changes, the rotation goes on where it was.
/// </summary>
internal sealed class RoundRobinPolicy : ILoadBalancingPolicy
{
    private readonly DestinationSets<Rotation> _sets = new(Rotation.Build);

    public string Name => LoadBalancingPolicyNames.RoundRobin;

    public DestinationState? PickDestination(HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations) =>
        _sets.For(cluster, availableDestinations).Next();
}
