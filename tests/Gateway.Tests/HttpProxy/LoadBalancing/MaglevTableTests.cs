using FsCheck;
using FsCheck.Fluent;
using Gateway.HttpProxy.LoadBalancing;

namespace Gateway.Tests.HttpProxy.LoadBalancing;

public sealed class MaglevTableTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(655)]
    [InlineData(656)]
    [InlineData(3000)]
    public void The_size_is_a_prime_of_at_least_100_slots_an_item(int items)
    {
        var size = MaglevTable.Build(Names(items), Equal(items)).Length;
        Assert.True(size >= 100 * items);
        Assert.All(Enumerable.Range(2, (int)Math.Sqrt(size)), divisor => Assert.NotEqual(0, size % divisor));
    }

    [Fact]
    public void Slots_are_shared_out_by_weight_within_1_per_cent()
    {
        var weights = Gen.Choose(1, 100).Select(weight => (uint)weight).NonEmptyListOf();
        Prop.ForAll(weights.ToArbitrary(), list =>
        {
            uint[] weights = [.. list];
            var slots = MaglevTable.Build(Names(weights.Length), weights);
            var counts = new int[weights.Length];
            foreach (var item in slots)
                counts[item]++;
            var total = weights.Aggregate(0.0, (sum, weight) => sum + weight);
            return weights.Select((weight, item) => (Count: counts[item], Share: slots.Length * weight / total))
                .All(item => Math.Abs(item.Count - item.Share) <= 1 + item.Share / 100);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_lightest_beside_the_heaviest_still_has_a_slot()
    {
        Assert.Contains(10, MaglevTable.Build(Names(11), [65535, 65535, 65535, 65535, 65535, 65535, 65535, 65535, 65535, 65535, 1]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(655)]
    [InlineData(1000)]
    public void When_one_leaves_at_most_1_per_cent_of_the_others_slots_change_hands(int items)
    {
        var names = Names(items);
        var before = MaglevTable.Build(names, Equal(items));
        string[] rest = [.. names.Where((_, item) => item != items / 2)];
        var after = MaglevTable.Build(rest, Equal(items - 1));
        var moved = before.Where((item, slot) => item != items / 2 && names[item] != rest[after[slot]]).Count();
        Assert.InRange(moved, 0, before.Length / 100);
    }

    [Fact]
    public void Slots_hardly_change_hands_when_a_weight_changes()
    {
        var weights = Enumerable.Repeat(10u, 100).ToArray();
        var before = MaglevTable.Build(Names(100), weights);
        weights[7] = 5;
        var after = MaglevTable.Build(Names(100), weights);
        var moved = before.Where((item, slot) => item != 7 && after[slot] != item).Count();
        Assert.InRange(moved, 0, before.Length * 2 / 100);
    }

    private static string[] Names(int count) =>
        [.. Enumerable.Range(0, count).Select(index => $"10.0.{index / 256}.{index % 256}:8080").Order(StringComparer.Ordinal)];

    private static uint[] Equal(int count) => [.. Enumerable.Repeat(1u, count)];
}
