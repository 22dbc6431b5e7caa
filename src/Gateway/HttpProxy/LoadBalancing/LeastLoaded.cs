using System.Numerics;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>Finds the least loaded destination of a set and counts the request there, as one step as far as other picks can see.</summary>
internal sealed class LeastLoaded : DestinationSet
{
    /// <summary>One bit for each in a set of ties.</summary>
    private const int FullScan = 64;

    /// <summary>
    /// How many a pick looks at in a larger set. In a simulation of 1,000 destinations with 4 requests each on the average, the busiest
    /// has 7.0 where a pick looks at two, 5.5 at five, 5.0 at eight, and still 5.0 at sixteen.
    /// </summary>
    private const int Sample = 8;

    /// <summary>Each attempt fails only where another pick succeeded in between; after so many, the choice is as good as a fresh one.</summary>
    private const int MaxAttempts = 8;

    private readonly Candidate[] _candidates;

    private LeastLoaded(ClusterState cluster, IReadOnlyList<DestinationState> available, WeightedDestinations members)
        : base(cluster, available)
    {
        _candidates = Candidate.From(members);
        StaleAt = members.StaleAt;
    }

    public DestinationState? PickAndCount(Random random)
    {
        var candidates = _candidates;
        if (candidates.Length == 0)
            return null;
        for (var attempt = 1; ; attempt++)
        {
            var (index, seen) = candidates.Length <= FullScan ? LeastOfAll(candidates, random) : LeastOfSample(candidates, random);
            ref readonly var chosen = ref candidates[index];
            if (chosen.Active.TryIncrementFrom(seen))
                return chosen.Destination;
            if (attempt < MaxAttempts)
                continue;
            chosen.Active.Increment();
            return chosen.Destination;
        }
    }

    public static LeastLoaded Build(ClusterState cluster, IReadOnlyList<DestinationState> available, LeastLoaded? previous, SlowStart slowStart) =>
        new(cluster, available, slowStart.Weigh(cluster, available, previous?.Available));

    private static (int Index, int Seen) LeastOfAll(Candidate[] candidates, Random random)
    {
        var least = candidates[0].Load;
        var ties = 1ul;
        for (var i = 1; i < candidates.Length; i++)
        {
            var load = candidates[i].Load;
            var order = load.CompareTo(least);
            if (order < 0)
                (least, ties) = (load, 1ul << i);
            else if (order == 0)
                ties |= 1ul << i;
        }
        var index = BitOperations.TrailingZeroCount(AnyBitOf(ties, random));
        return (index, least.ActiveAt(candidates[index].Weight));
    }

    /// <summary>The chosen bit is the lowest of what is returned.</summary>
    private static ulong AnyBitOf(ulong bits, Random random)
    {
        var count = BitOperations.PopCount(bits);
        if (count == 1)
            return bits;
        for (var skip = random.Next(count); skip > 0; skip--)
            bits &= bits - 1;
        return bits;
    }

    /// <summary>
    /// One of each of <see cref="Sample"/> equal stretches of the circle that starts at a random place: distinct without a second try,
    /// and each destination as likely as any other to be looked at.
    /// </summary>
    private static (int Index, int Seen) LeastOfSample(Candidate[] candidates, Random random)
    {
        var count = candidates.Length;
        var bits = random.NextBits();
        var start = RandomBits.Draw(ref bits, count);
        var best = -1;
        var least = default(Load);
        for (var stretch = 0; stretch < Sample; stretch++)
        {
            var from = stretch * count / Sample;
            var to = (stretch + 1) * count / Sample;
            var index = start + from + RandomBits.Draw(ref bits, to - from);
            if (index >= count)
                index -= count;
            var load = candidates[index].Load;
            if (best < 0 || load.CompareTo(least) < 0)
                (best, least) = (index, load);
        }
        return (best, least.Active);
    }
}
