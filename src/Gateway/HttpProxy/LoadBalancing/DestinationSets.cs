using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>
/// Finds a policy's structure for the list of destinations that a request may go to, and builds it where the list is another one than
/// before. Finding takes no lock and allocates nothing. Threads that see a new list at the same time may each build; one result stays.
/// </summary>
/// <param name="build">
/// From the cluster, the list, and what was there before (null at first), whose state it carries over. It may be called for nothing.
/// </param>
internal sealed class DestinationSets<TSet>(Func<ClusterState, IReadOnlyList<DestinationState>, TSet?, TSet> build, TimeProvider? time = null)
    where TSet : DestinationSet
{
    private readonly ConditionalWeakTable<ClusterState, Slot> _slots = [];

    public TSet For(ClusterState cluster, IReadOnlyList<DestinationState> available)
    {
        if (!_slots.TryGetValue(cluster, out var slot))
            slot = _slots.GetOrCreateValue(cluster);
        var current = slot.Current;
        return current is not null && current.IsFor(cluster, available) && !IsStale(current) ? current : Renew(slot, cluster, available);
    }

    private TSet Renew(Slot slot, ClusterState cluster, IReadOnlyList<DestinationState> available)
    {
        while (true)
        {
            var current = slot.Current;
            if (current is not null && current.IsFor(cluster, available))
            {
                if (!IsStale(current))
                    return current;
            }
            else if (current is not null && current.IsCurrentIn(cluster))
            {
                return Passing(slot, cluster, available, current);
            }
            var built = build(cluster, available, current);
            if (!ReferenceEquals(Interlocked.CompareExchange(ref slot.Current, built, current), current))
                continue;
            slot.Passing = null;
            return built;
        }
    }

    /// <summary>
    /// A list that is not the cluster's own comes from a request that began before a change, or from one that is narrowed to some of the
    /// destinations. It must not displace the structure that everybody else uses.
    /// </summary>
    private TSet Passing(Slot slot, ClusterState cluster, IReadOnlyList<DestinationState> available, TSet current)
    {
        var passing = slot.Passing;
        if (passing is not null && passing.IsFor(cluster, available) && !IsStale(passing))
            return passing;
        return slot.Passing = build(cluster, available, current);
    }

    private bool IsStale(TSet set) => set.StaleAt != long.MaxValue && time is not null && time.GetTimestamp() >= set.StaleAt;

    private sealed class Slot
    {
        public volatile TSet? Passing;
        public volatile TSet? Current;
    }
}
