using Gateway.HttpProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Gateway.Tests.HttpProxy.LoadBalancing;

public sealed class PowerOfTwoChoicesPolicyTests
{
    private readonly PowerOfTwoChoicesPolicy _policy = new(new Random(7), new ManualClock());
    private readonly ClusterState _cluster = Samples.Cluster();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public void The_two_are_never_the_same_so_the_busiest_is_never_picked(int size)
    {
        var destinations = Samples.Destinations(size);
        ActiveRequests.For(destinations[1]).Increment();
        for (var i = 0; i < 2000; i++)
        {
            var picked = Pick(destinations);
            ActiveRequests.For(picked).Decrement();
            Assert.False(ReferenceEquals(destinations[1], picked));
        }
    }

    [Fact]
    public void Requests_in_flight_are_shared_out_by_weight()
    {
        var destinations = Samples.Weighted(10, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        for (var i = 0; i < 2000; i++)
            Pick(destinations);
        Assert.InRange(ActiveRequests.For(destinations[0]).Count, 900, 1100);
        Assert.All(destinations[1..], destination => Assert.InRange(ActiveRequests.For(destination).Count, 85, 115));
    }

    [Fact]
    public void The_load_stays_close_to_even()
    {
        var destinations = Samples.Destinations(100);
        for (var i = 0; i < 10_000; i++)
            Pick(destinations);
        Assert.All(destinations, destination => Assert.InRange(ActiveRequests.For(destination).Count, 90, 106));
    }

    [Fact]
    public void Threads_lose_no_count()
    {
        var destinations = Samples.Destinations(3);
        var policy = new PowerOfTwoChoicesPolicy(Random.Shared, new ManualClock());
        var picks = Samples.CountPicksOfThreads(policy, _cluster, () => destinations, threads: 8, picksEach: 5000);
        Assert.All(picks, pair => Assert.Equal(pair.Value, ActiveRequests.For(pair.Key).Count));
    }

    private DestinationState Pick(IReadOnlyList<DestinationState> destinations) => _policy.PickDestination(Samples.Request(), _cluster, destinations)!;
}
