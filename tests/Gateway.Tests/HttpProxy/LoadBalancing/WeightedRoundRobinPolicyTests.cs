using FsCheck;
using FsCheck.Fluent;
using Gateway.HttpProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Gateway.Tests.HttpProxy.LoadBalancing;

public sealed class WeightedRoundRobinPolicyTests
{
    private readonly WeightedRoundRobinPolicy _policy = new(new ManualClock());
    private readonly ClusterState _cluster = Samples.Cluster();

    [Fact]
    public void Every_window_of_the_sum_of_weights_gives_each_its_weight()
    {
        var weights = Gen.Choose(0, 40).ArrayOf().Where(weights => weights.Sum() > 0);
        Prop.ForAll(weights.ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (weights, start) =>
        {
            var (policy, cluster) = (new WeightedRoundRobinPolicy(new ManualClock()), Samples.Cluster());
            var destinations = Samples.Weighted(weights);
            Samples.CountPicks(policy, cluster, destinations, start);
            return Samples.CountPicks(policy, cluster, destinations, weights.Sum()).Values.SequenceEqual(weights);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(Samples.Sizes), MemberType = typeof(Samples))]
    public void Threads_together_give_each_its_weight(int size)
    {
        int[] weights = [.. Enumerable.Range(0, size).Select(index => index % 7 + 1)];
        var destinations = Samples.Weighted(weights);
        var counts = Samples.CountPicksOfThreads(_policy, _cluster, () => destinations, threads: 8, picksEach: weights.Sum());
        Assert.Equal(weights.Select(weight => 8 * weight), counts.Values);
    }

    [Fact]
    public void The_greatest_weight_and_the_least_one_are_both_exact()
    {
        var destinations = Samples.Weighted(65535, 1, 32768);
        Assert.Equal([65535, 1, 32768], Samples.CountPicks(_policy, _cluster, destinations, 65535 + 1 + 32768).Values);
    }

    [Fact]
    public void A_thousand_different_weights_are_exact()
    {
        int[] weights = [.. Enumerable.Range(1, 1000)];
        Assert.Equal(weights, Samples.CountPicks(_policy, _cluster, Samples.Weighted(weights), weights.Sum()).Values);
    }

    [Fact]
    public void A_heavy_destination_is_not_picked_in_a_burst()
    {
        var destinations = Samples.Weighted(5, 1, 1);
        var picks = string.Concat(Enumerable.Range(0, 21).Select(_ => "abc"[Array.IndexOf(destinations, Pick(destinations))]));
        Assert.DoesNotContain("aaaa", picks, StringComparison.Ordinal);
    }

    [Fact]
    public void Weight_0_takes_none()
    {
        Assert.Equal([0, 4, 0, 8], Samples.CountPicks(_policy, _cluster, Samples.Weighted(0, 1, 0, 2), 12).Values);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("1.5")]
    [InlineData("many")]
    public void A_weight_that_is_none_counts_as_1(string weight)
    {
        DestinationState[] destinations = [Samples.Destination("a", weight), Samples.Destination("b", 1)];
        Assert.Equal([5, 5], Samples.CountPicks(_policy, _cluster, destinations, 10).Values);
    }

    /// <summary>A sequence that began anew at each change would always give the same ones the extra pick.</summary>
    [Fact]
    public void Those_that_stay_keep_equal_shares_while_the_set_changes_within_every_round()
    {
        var lasting = Samples.Weighted(2, 2, 2, 2, 2);
        var counts = new int[lasting.Length];
        for (var change = 0; change < 500; change++)
        {
            DestinationState[] set = [.. lasting, Samples.Destination($"passing{change}", 2)];
            for (var i = 0; i < 4; i++)
                if (Array.IndexOf(lasting, Pick(set)) is >= 0 and var index)
                    counts[index]++;
        }
        Assert.InRange(counts.Max() - counts.Min(), 0, 2);
    }

    [Fact]
    public void The_sequence_goes_on_when_the_same_destinations_come_in_a_new_list()
    {
        var destinations = Samples.Weighted(3, 1, 2);
        var counts = new Dictionary<DestinationState, int>();
        for (var i = 0; i < 60; i++)
        {
            var picked = Pick([.. destinations])!;
            counts[picked] = counts.GetValueOrDefault(picked) + 1;
        }
        Assert.Equal([30, 10, 20], destinations.Select(destination => counts[destination]));
    }

    [Fact]
    public void A_changed_weight_counts_with_the_next_list()
    {
        Samples.CountPicks(_policy, _cluster, Samples.Weighted(1, 1), 10);
        Assert.Equal([12, 4], Samples.CountPicks(_policy, _cluster, Samples.Weighted(3, 1), 16).Values);
    }

    private DestinationState? Pick(IReadOnlyList<DestinationState> destinations) => _policy.PickDestination(Samples.Request(), _cluster, destinations);
}
