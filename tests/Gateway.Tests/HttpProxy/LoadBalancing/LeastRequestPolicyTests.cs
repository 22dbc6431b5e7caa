using FsCheck;
using FsCheck.Fluent;
using Gateway.HttpProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Gateway.Tests.HttpProxy.LoadBalancing;

public sealed class LeastRequestPolicyTests
{
    private readonly LeastRequestPolicy _policy = new(new Random(7), new ManualClock());
    private readonly ClusterState _cluster = Samples.Cluster();

    [Fact]
    public void Up_to_64_destinations_the_pick_has_the_fewest_requests_for_its_weight()
    {
        var loads = (from active in Gen.Choose(0, 9) from weight in Gen.Choose(1, 5) select (active, weight)).NonEmptyListOf();
        Prop.ForAll(loads.ToArbitrary(), all =>
        {
            var loads = all.Take(64).ToArray();
            var destinations = Samples.Weighted([.. loads.Select(load => load.weight)]);
            for (var i = 0; i < loads.Length; i++)
                SetActive(destinations[i], loads[i].active);
            var (active, weight) = loads[Array.IndexOf(destinations, Pick(destinations))];
            return loads.All(other => (active + 1) * other.weight <= (other.active + 1) * weight);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_pick_is_counted_before_the_next_one()
    {
        var destinations = Samples.Destinations(10);
        var picked = Enumerable.Range(0, 10).Select(_ => Pick(destinations)).ToHashSet();
        Assert.Equal(10, picked.Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(64)]
    public void Threads_that_pick_at_the_same_time_fill_all_destinations_alike(int size)
    {
        var destinations = Samples.Destinations(size);
        var policy = new LeastRequestPolicy(Random.Shared, new ManualClock());
        Samples.CountPicksOfThreads(policy, _cluster, () => destinations, threads: 8, picksEach: 20 * size);
        Assert.All(destinations, destination => Assert.InRange(ActiveRequests.For(destination).Count, 160 - 1, 160 + 1));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(100)]
    public void Idle_destinations_are_picked_alike(int size)
    {
        var counts = CountIdlePicks(Samples.Destinations(size), 400 * size);
        Assert.All(counts, count => Assert.InRange(count, 300, 500));
    }

    /// <summary>A scan from a random start would favour whichever comes after a stretch of busy ones.</summary>
    [Fact]
    public void Of_idle_destinations_between_busy_ones_none_is_favoured()
    {
        var destinations = Samples.Destinations(10);
        foreach (var busy in destinations[2..9])
            SetActive(busy, 100);
        var counts = CountIdlePicks(destinations, 3000);
        Assert.All([counts[0], counts[1], counts[9]], count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void Beyond_64_destinations_the_busiest_is_never_picked()
    {
        var destinations = Samples.Destinations(65);
        SetActive(destinations[40], 1);
        Assert.Equal(0, CountIdlePicks(destinations, 5000)[40]);
    }

    [Fact]
    public void Beyond_64_destinations_the_load_stays_even()
    {
        var destinations = Samples.Destinations(1000);
        for (var i = 0; i < 10_000; i++)
            Pick(destinations);
        Assert.All(destinations, destination => Assert.InRange(ActiveRequests.For(destination).Count, 5, 12));
    }

    [Fact]
    public void Beyond_64_destinations_the_load_stays_even_while_requests_come_and_go()
    {
        var (destinations, random) = (Samples.Destinations(1000), new Random(8));
        var inFlight = Enumerable.Range(0, 4000).Select(_ => Pick(destinations)).ToArray();
        for (var i = 0; i < 40_000; i++)
        {
            ref var ended = ref inFlight[random.Next(inFlight.Length)];
            ActiveRequests.For(ended).Decrement();
            ended = Pick(destinations);
        }
        Assert.InRange(destinations.Max(destination => ActiveRequests.For(destination).Count), 4, 6);
    }

    [Fact]
    public void Requests_in_flight_are_shared_out_by_weight()
    {
        var destinations = Samples.Weighted(1, 2, 5);
        for (var i = 0; i < 800; i++)
            Pick(destinations);
        Assert.Equal([100, 200, 500], destinations.Select(destination => ActiveRequests.For(destination).Count));
    }

    [Fact]
    public void The_pick_says_that_it_is_counted()
    {
        var (context, feature) = (Samples.Request(), new ProxyFeature());
        context.Features.Set<IReverseProxyFeature>(feature);
        var picked = _policy.PickDestination(context, _cluster, Samples.Destinations(3));
        Assert.Same(picked, feature.ProxiedDestination);
    }

    private DestinationState Pick(IReadOnlyList<DestinationState> destinations) => _policy.PickDestination(Samples.Request(), _cluster, destinations)!;

    private int[] CountIdlePicks(DestinationState[] destinations, int picks)
    {
        var counts = new int[destinations.Length];
        for (var i = 0; i < picks; i++)
        {
            var picked = Pick(destinations);
            ActiveRequests.For(picked).Decrement();
            counts[Array.IndexOf(destinations, picked)]++;
        }
        return counts;
    }

    private static void SetActive(DestinationState destination, int count)
    {
        for (var i = 0; i < count; i++)
            ActiveRequests.For(destination).Increment();
    }
}
