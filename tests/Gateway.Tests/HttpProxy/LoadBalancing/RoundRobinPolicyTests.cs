using FsCheck;
using FsCheck.Fluent;
using Gateway.HttpProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Gateway.Tests.HttpProxy.LoadBalancing;

public sealed class RoundRobinPolicyTests
{
    private readonly RoundRobinPolicy _policy = new();
    private readonly ClusterState _cluster = Samples.Cluster();

    [Theory]
    [MemberData(nameof(Samples.Sizes), MemberType = typeof(Samples))]
    public void Each_of_n_destinations_gets_k_of_n_times_k_picks(int size)
    {
        var counts = Samples.CountPicks(_policy, _cluster, Samples.Destinations(size), 7 * size);
        Assert.All(counts.Values, count => Assert.Equal(7, count));
    }

    [Theory]
    [MemberData(nameof(Samples.Sizes), MemberType = typeof(Samples))]
    public void Each_gets_exactly_its_part_of_the_picks_of_many_threads(int size)
    {
        var destinations = Samples.Destinations(size);
        var counts = Samples.CountPicksOfThreads(_policy, _cluster, () => destinations, threads: 8, picksEach: 5 * size);
        Assert.All(counts.Values, count => Assert.Equal(8 * 5, count));
    }

    [Fact]
    public void Threads_share_the_picks_exactly_while_the_same_destinations_come_in_new_lists()
    {
        var destinations = Samples.Destinations(10);
        var lists = Enumerable.Range(0, 50).Select(_ => (IReadOnlyList<DestinationState>)destinations.ToArray()).ToArray();
        var turn = 0;
        var counts = Samples.CountPicksOfThreads(_policy, _cluster, () => lists[Interlocked.Increment(ref turn) / 100 % lists.Length], 8, 1000);
        Assert.All(counts.Values, count => Assert.Equal(800, count));
    }

    [Fact]
    public void Any_n_picks_in_a_row_are_n_different_destinations()
    {
        var destinations = Samples.Destinations(10);
        var picks = Pick(destinations, 100);
        for (var start = 0; start + 10 <= picks.Length; start++)
            Assert.Equal(10, picks.AsSpan(start, 10).ToArray().Distinct().Count());
    }

    [Fact]
    public void The_rotation_goes_on_after_the_last_picked_when_the_set_grows()
    {
        var destinations = Samples.Destinations(5);
        Pick(destinations[..4], 2);
        Assert.Equal(Ids(destinations[2], destinations[3]), Ids(Pick([.. destinations], 2)));
    }

    [Fact]
    public void The_rotation_goes_on_after_the_last_picked_when_that_one_leaves()
    {
        var destinations = Samples.Destinations(4);
        Pick(destinations, 2);
        var rest = Pick([destinations[0], destinations[2], destinations[3]], 3);
        Assert.Equal(Ids(destinations[2], destinations[3], destinations[0]), Ids(rest));
    }

    [Fact]
    public void A_destination_keeps_its_turn_when_its_state_object_is_replaced()
    {
        var destinations = Samples.Destinations(3);
        Pick(destinations, 1);
        var replaced = Samples.Destinations(3);
        Assert.Equal([1, 2, 0], Pick(replaced, 3).Select(picked => Array.IndexOf(replaced, picked)));
    }

    /// <summary>Over any history of changes, those that are there all the time are picked in the same circle for ever.</summary>
    [Fact]
    public void No_change_of_the_set_makes_one_that_stays_miss_its_turn_or_have_two()
    {
        var steps = (from present in Gen.Choose(0, 255)
                     from picks in Gen.Choose(0, 12)
                     select (present, picks)).ListOf();
        Prop.ForAll(steps.ToArbitrary(), history =>
        {
            var (policy, cluster) = (new RoundRobinPolicy(), Samples.Cluster());
            var lasting = Samples.Destinations(3);
            var passing = Enumerable.Range(0, 8).Select(index => Samples.Destination($"passing{index}")).ToArray();
            var turns = new List<int>();
            foreach (var (present, picks) in history)
            {
                DestinationState[] set = [.. lasting, .. passing.Where((_, index) => (present >> index & 1) != 0)];
                for (var i = 0; i < picks; i++)
                    if (Array.IndexOf(lasting, policy.PickDestination(Samples.Request(), cluster, set)) is >= 0 and var turn)
                        turns.Add(turn);
            }
            return turns.Select((turn, index) => turn == index % 3).All(isRight => isRight);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Weights_do_not_count_except_that_weight_0_takes_none()
    {
        var destinations = Samples.Weighted(5, 0, 1);
        Assert.Equal([3, 0, 3], Samples.CountPicks(_policy, _cluster, destinations, 6).Values);
    }

    [Fact]
    public void The_count_runs_on_where_a_signed_one_would_turn_negative()
    {
        const ulong Start = long.MaxValue - 2ul;
        var ticket = new Ticket(Start);
        Assert.Equal([Start, Start + 1, Start + 2, Start + 3, Start + 4], Enumerable.Range(0, 5).Select(_ => ticket.Take()));
    }

    /// <summary>A destination is a list of itself to YARP, without end to a comparison by content.</summary>
    private static string[] Ids(params DestinationState[] destinations) => Array.ConvertAll(destinations, destination => destination.DestinationId);

    private DestinationState[] Pick(IReadOnlyList<DestinationState> destinations, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => _policy.PickDestination(Samples.Request(), _cluster, destinations)!)];
}
