using FsCheck;
using FsCheck.Fluent;
using Gateway.HttpProxy.LoadBalancing;

namespace Gateway.Tests.HttpProxy.LoadBalancing;

public sealed class SmoothScheduleTests
{
    private static readonly Arbitrary<uint[]> Weights = Gen.Choose(1, 60).Select(weight => (uint)weight).NonEmptyListOf()
        .Select(weights => weights.ToArray()).ToArbitrary();

    [Fact]
    public void No_item_is_ever_two_picks_away_from_its_share()
    {
        Prop.ForAll(Weights, weights =>
        {
            var schedule = SmoothSchedule.Build(weights, []);
            var total = weights.Aggregate(0.0, (sum, weight) => sum + weight);
            var counts = new int[weights.Length];
            for (var ticket = 0; ticket < total; ticket++)
            {
                counts[schedule.ItemAt((ulong)ticket)]++;
                for (var i = 0; i < counts.Length; i++)
                    if (Math.Abs(counts[i] - (ticket + 1) * weights[i] / total) >= 2)
                        return false;
            }
            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_leads_are_what_the_tickets_before_made_them()
    {
        Prop.ForAll(Weights, Gen.Choose(0, 500).ToArbitrary(), (weights, ticket) =>
        {
            var schedule = SmoothSchedule.Build(weights, []);
            var total = weights.Aggregate(0.0, (sum, weight) => sum + weight);
            var expected = weights.Select(weight => -(ticket % total) * weight / total).ToArray();
            for (var t = 0; t < ticket % (int)total; t++)
                expected[schedule.ItemAt((ulong)t)]++;
            return schedule.LeadsAt((ulong)ticket, weights).Zip(expected, (lead, right) => Math.Abs(lead - right)).Max() < 1e-6;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_item_that_is_furthest_behind_comes_first()
    {
        var schedule = SmoothSchedule.Build([1, 1, 1], [0.5, -0.7, 0.2]);
        Assert.Equal(1, schedule.ItemAt(0));
    }

    [Theory]
    [InlineData(uint.MaxValue - 1, 1u)]
    [InlineData(1u, uint.MaxValue - 1)]
    [InlineData(uint.MaxValue / 2, uint.MaxValue / 2)]
    public void Counts_are_exact_at_the_end_of_the_longest_period(uint first, uint second)
    {
        uint[] weights = [first, second];
        var last = (ulong)first + second - 1;
        foreach (var leads in (double[][])[[0, 0], [0.9, -0.9], [-0.9, 0.9]])
        {
            var schedule = SmoothSchedule.Build(weights, leads);
            var lead = schedule.LeadsAt(last, weights)[0];
            var taken = Math.Round(lead + (double)last * first / (last + 1)) + (schedule.ItemAt(last) == 0 ? 1 : 0);
            Assert.Equal(first, taken);
        }
    }
}
