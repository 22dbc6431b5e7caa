using FsCheck;
using FsCheck.Fluent;
using Gateway.Ipvs;
using Gateway.Netlink.Ipvs;

namespace Gateway.Tests.Ipvs;

public sealed class TrafficTotalsTests
{
    private static readonly IpvsServiceKey Web = Services.Key("10.96.0.1", 80);
    private static readonly TrafficTotals Begun = TrafficTotals.None.With([], []);

    [Fact]
    public void What_was_counted_before_the_first_reading_does_not_count()
    {
        var totals = TrafficTotals.None.With([State(40)], []);
        Assert.Equal(0u, totals.Of(Web).Connections);

        Assert.Equal(2u, totals.With([State(42)], []).Of(Web).Connections);
    }

    [Fact]
    public void Of_what_is_made_later_everything_counts() => Assert.Equal(3u, Begun.With([State(3)], []).Of(Web).Connections);

    [Fact]
    public void What_is_zeroed_or_made_anew_adds_to_what_there_was()
    {
        var totals = Begun.With([State(10)], []).With([State(4)], []);
        Assert.Equal(14u, totals.Of(Web).Connections);

        Assert.Equal(15u, totals.With([State(5)], []).Of(Web).Connections);
    }

    [Fact]
    public void Counters_begin_anew_together()
    {
        var totals = Begun.With([State(10, inBytes: 100)], []).With([State(4, inBytes: 150)], []);

        Assert.Equal(new TrafficCount(14, 0, 0, 250, 0), totals.Of(Web));
    }

    [Fact]
    public void What_was_gone_and_is_back_counts_from_nothing_on_top_of_what_there_was() =>
        Assert.Equal(22u, Begun.With([State(10)], []).With([], []).With([State(12)], []).Of(Web).Connections);

    [Fact]
    public void What_could_not_be_read_is_not_taken_for_gone() =>
        Assert.Equal(12u, Begun.With([State(10)], []).With([], [Web]).With([State(12)], []).Of(Web).Connections);

    [Fact]
    public void What_could_not_be_read_the_first_time_begins_where_it_is_read() =>
        Assert.Equal(1u, TrafficTotals.None.With([], [Web]).With([State(40)], []).With([State(41)], []).Of(Web).Connections);

    /// <summary>Readings of a kernel that counts, zeroes, forgets, makes anew and at times cannot be read.</summary>
    [Fact]
    public void Whatever_happens_totals_never_fall_and_nothing_counts_that_did_not_come()
    {
        var histories = Gen.Choose(0, 5).Select(step => (Step)step).ListOf().ToArbitrary();
        Prop.ForAll(histories, steps =>
        {
            var (totals, shown, carried, there) = (Begun, 0ul, 0ul, (ulong?)null);
            foreach (var step in steps)
            {
                (there, carried) = step switch
                {
                    Step.Gone => (null, carried),
                    Step.Zeroed => (there is null ? null : 0ul, carried),
                    Step.RemadeUnread => (there is null ? null : 1ul, carried + (there is null ? 0ul : 1ul)),
                    Step.Idle => (there, carried),
                    _ => ((there ?? 0) + (ulong)step, carried + (ulong)step),
                };
                totals = step == Step.RemadeUnread ? totals.With([], there is null ? [] : [Web]) : totals.With(there is { } now ? [State(now)] : [], []);
                var connections = totals.Of(Web).Connections;
                Assert.InRange(connections, shown, carried);
                shown = connections;
            }
            // What nobody has seen begin anew may have counted more by then than it had before.
            if (!steps.Contains(Step.RemadeUnread))
                Assert.Equal(carried, shown);
        }).QuickCheckThrowOnFailure();
    }

    private static IpvsServiceState State(ulong connections, ulong inBytes = 0) =>
        new(new(Web), new IpvsStatistics { Connections = connections, InBytes = inBytes });

    /// <summary>One or two connections come, or something else happens.</summary>
    private enum Step
    {
        RemadeUnread,
        One,
        Two,
        Gone,
        Zeroed,
        Idle,
    }
}
