using Gateway.Model;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>
/// The destination of the fewest (active + 1) / weight; any of those that tie, with equal chances. Up to 64 destinations all are
/// looked at, beyond that a random few. Honours slow start.
/// </summary>
internal sealed class LeastRequestPolicy : ILoadBalancingPolicy, ICountsPicks
{
    private readonly Random _random;
    private readonly DestinationSets<LeastLoaded> _sets;

    public LeastRequestPolicy(Random random, TimeProvider time)
    {
        _random = random;
        var slowStart = new SlowStart(time);
        _sets = new((cluster, available, previous) => LeastLoaded.Build(cluster, available, previous, slowStart), time);
    }

    public string Name => LoadBalancingPolicyNames.LeastRequest;

    public DestinationState? PickDestination(HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations) =>
        _sets.For(cluster, availableDestinations).PickAndCount(_random) is { } picked ? CountedPick.Announce(context, picked) : null;
}
