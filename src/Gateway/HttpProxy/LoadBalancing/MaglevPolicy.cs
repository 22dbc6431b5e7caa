using Gateway.Model;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>
/// The same destination for the same key (client address, header or cookie), on every gateway that has the same destinations, in
/// whatever order; by weight; and for nearly all keys also when other destinations come and go. A request without a key goes anywhere.
/// </summary>
internal sealed class MaglevPolicy(Random random) : ILoadBalancingPolicy
{
    private readonly DestinationSets<HashRing> _sets = new(HashRing.Build);

    public string Name => LoadBalancingPolicyNames.Maglev;

    public DestinationState? PickDestination(HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations) =>
        _sets.For(cluster, availableDestinations).Find(context, random);

    private sealed class HashRing : DestinationSet
    {
        private readonly RequestKey _key;
        private readonly DestinationState[] _members;
        private readonly uint[] _weights;
        private readonly int[] _slots;

        private HashRing(
            ClusterState cluster,
            IReadOnlyList<DestinationState> available,
            DestinationState[] members,
            uint[] weights,
            HashRing? previous)
            : base(cluster, available)
        {
            _key = RequestKey.Parse(cluster.Model?.Config.Metadata?.GetValueOrDefault(LoadBalancingMetadata.HashOn));
            _members = members;
            _weights = weights;
            var names = Array.ConvertAll(members, destination => destination.DestinationId);
            var isSame = previous is not null
                && weights.AsSpan().SequenceEqual(previous._weights)
                && names.SequenceEqual(previous._members.Select(destination => destination.DestinationId));
            _slots = isSame ? previous!._slots : names.Length == 0 ? [] : MaglevTable.Build(names, weights);
        }

        public DestinationState? Find(HttpContext context, Random random)
        {
            if (_slots.Length == 0)
                return null;
            var bits = _key.TryHash(context, out var hash) ? hash : random.NextBits();
            return _members[_slots[RandomBits.Draw(ref bits, _slots.Length)]];
        }

        public static HashRing Build(ClusterState cluster, IReadOnlyList<DestinationState> available, HashRing? previous)
        {
            var members = available
                .Where(destination => DestinationWeight.Of(destination) > 0)
                .OrderBy(destination => destination.DestinationId, StringComparer.Ordinal)
                .ToArray();
            return new(cluster, available, members, Array.ConvertAll(members, DestinationWeight.Of), previous);
        }
    }
}
