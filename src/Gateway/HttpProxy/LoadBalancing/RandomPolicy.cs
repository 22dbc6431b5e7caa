using Gateway.Model;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>Any destination, with the probability of its weight. Honours slow start.</summary>
internal sealed class RandomPolicy : ILoadBalancingPolicy
{
    private readonly Random _random;
    private readonly DestinationSets<Lottery> _sets;

    public RandomPolicy(Random random, TimeProvider time)
    {
        _random = random;
        var slowStart = new SlowStart(time);
        _sets = new((cluster, available, previous) => Lottery.Build(cluster, available, previous, slowStart), time);
    }

    public string Name => LoadBalancingPolicyNames.Random;

    public DestinationState? PickDestination(HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations) =>
        _sets.For(cluster, availableDestinations).Draw(_random);

    private sealed class Lottery : DestinationSet
    {
        private readonly WeightedDestinations _members;
        private readonly AliasTable? _table;

        private Lottery(ClusterState cluster, IReadOnlyList<DestinationState> available, WeightedDestinations members, AliasTable? table)
            : base(cluster, available)
        {
            _members = members;
            _table = table;
            StaleAt = members.StaleAt;
        }

        public DestinationState? Draw(Random random) => _table is null ? null : _members.Destinations[_table.ItemAt(random.NextBits())];

        public static Lottery Build(ClusterState cluster, IReadOnlyList<DestinationState> available, Lottery? previous, SlowStart slowStart)
        {
            var members = slowStart.Weigh(cluster, available, previous?.Available);
            return new(cluster, available, members, members.Count == 0 ? null : AliasTable.Build(members.Weights));
        }
    }
}
