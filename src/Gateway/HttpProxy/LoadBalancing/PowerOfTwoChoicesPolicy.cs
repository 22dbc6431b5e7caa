using Gateway.Model;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>
/// The less loaded, by (active + 1) / weight, of two different destinations that are drawn by their weights: drawn evenly, a heavy one
/// among many could never get its share. Of two that tie the one drawn first wins. Honours slow start.
/// </summary>
internal sealed class PowerOfTwoChoicesPolicy : ILoadBalancingPolicy, ICountsPicks
{
    private readonly Random _random;
    private readonly DestinationSets<LessLoadedOfTwo> _sets;

    public PowerOfTwoChoicesPolicy(Random random, TimeProvider time)
    {
        _random = random;
        var slowStart = new SlowStart(time);
        _sets = new((cluster, available, previous) => LessLoadedOfTwo.Build(cluster, available, previous, slowStart), time);
    }

    public string Name => LoadBalancingPolicyNames.PowerOfTwoChoices;

    public DestinationState? PickDestination(HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations) =>
        _sets.For(cluster, availableDestinations).PickAndCount(_random) is { } picked ? CountedPick.Announce(context, picked) : null;

    private sealed class LessLoadedOfTwo : DestinationSet
    {
        /// <summary>Each attempt fails only where another pick succeeded on the same destination in between.</summary>
        private const int MaxAttempts = 8;

        private readonly Candidate[] _candidates;
        private readonly WeightedPair? _pair;

        private LessLoadedOfTwo(ClusterState cluster, IReadOnlyList<DestinationState> available, WeightedDestinations members)
            : base(cluster, available)
        {
            _candidates = Candidate.From(members);
            _pair = members.Count < 2 ? null : new WeightedPair(members.Weights);
            StaleAt = members.StaleAt;
        }

        public DestinationState? PickAndCount(Random random)
        {
            if (_pair is null)
                return PickOnly();
            var (first, second) = _pair.Draw(random.NextBits());
            for (var attempt = 1; ; attempt++)
            {
                var (load, other) = (_candidates[first].Load, _candidates[second].Load);
                ref readonly var chosen = ref _candidates[other.CompareTo(load) < 0 ? second : first];
                var seen = other.CompareTo(load) < 0 ? other.Active : load.Active;
                if (chosen.Active.TryIncrementFrom(seen))
                    return chosen.Destination;
                if (attempt < MaxAttempts)
                    continue;
                chosen.Active.Increment();
                return chosen.Destination;
            }
        }

        public static LessLoadedOfTwo Build(
            ClusterState cluster,
            IReadOnlyList<DestinationState> available,
            LessLoadedOfTwo? previous,
            SlowStart slowStart) =>
            new(cluster, available, slowStart.Weigh(cluster, available, previous?.Available));

        private DestinationState? PickOnly()
        {
            if (_candidates.Length == 0)
                return null;
            _candidates[0].Active.Increment();
            return _candidates[0].Destination;
        }
    }
}
