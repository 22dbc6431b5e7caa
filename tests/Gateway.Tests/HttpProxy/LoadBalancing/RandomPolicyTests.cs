using FsCheck;
using FsCheck.Fluent;
using Gateway.HttpProxy.LoadBalancing;

namespace Gateway.Tests.HttpProxy.LoadBalancing;

public sealed class RandomPolicyTests
{
    private static readonly Arbitrary<uint[]> TwoOrMoreWeights = Gen.Choose(1, 1000).Select(weight => (uint)weight).ListOf()
        .Where(weights => weights.Count >= 2).Select(weights => weights.ToArray()).ToArbitrary();

    [Fact]
    public void Picks_follow_the_weights()
    {
        var policy = new RandomPolicy(new Random(7), new ManualClock());
        var counts = Samples.CountPicks(policy, Samples.Cluster(), Samples.Weighted(1, 0, 3, 6), 10_000).Values.ToArray();
        Assert.InRange(counts[0], 900, 1100);
        Assert.InRange(counts[2], 2800, 3200);
        Assert.InRange(counts[3], 5800, 6200);
    }

    /// <summary>Even steps over all 64-bit numbers measure each item's part of them, but for one step at each threshold.</summary>
    [Fact]
    public void An_alias_table_gives_each_item_the_part_of_all_numbers_that_its_weight_says()
    {
        const int Steps = 1 << 14;
        Prop.ForAll(TwoOrMoreWeights, weights =>
        {
            var table = AliasTable.Build(weights);
            var counts = new int[weights.Length];
            for (var step = 0ul; step < Steps; step++)
                counts[table.ItemAt(step * (ulong.MaxValue / Steps))]++;
            var total = weights.Aggregate(0.0, (sum, weight) => sum + weight);
            return weights.Select((weight, item) => Math.Abs(counts[item] - Steps * weight / total)).Max() <= weights.Length + 1;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_pair_is_always_of_two_items()
    {
        Prop.ForAll(TwoOrMoreWeights, Gen.Choose(0, int.MaxValue).ToArbitrary(), (weights, seed) =>
        {
            var (pair, random) = (new WeightedPair(weights), new Random(seed));
            return Enumerable.Range(0, 100).Select(_ => pair.Draw(random.NextBits())).All(drawn => drawn.First != drawn.Second);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_pair_is_drawn_by_weight_and_then_by_weight_among_the_others()
    {
        var (pair, random) = (new WeightedPair([1, 2, 5]), new Random(7));
        var counts = new int[3, 3];
        for (var i = 0; i < 80_000; i++)
        {
            var (first, second) = pair.Draw(random.NextBits());
            counts[first, second]++;
        }
        Assert.InRange(counts[2, 1], 50_000 * 2 / 3 - 600, 50_000 * 2 / 3 + 600);
        Assert.InRange(counts[2, 0], 50_000 / 3 - 600, 50_000 / 3 + 600);
        Assert.InRange(counts[0, 2], 10_000 * 5 / 7 - 400, 10_000 * 5 / 7 + 400);
    }
}
