using Gateway.HttpProxy.LoadBalancing;
using Gateway.Model;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Gateway.Tests.HttpProxy.LoadBalancing;

public sealed class SlowStartTests
{
    private const int Picks = 11_000;

    private readonly ManualClock _clock = new();
    private readonly ClusterState _cluster = Samples.Cluster((LoadBalancingMetadata.SlowStart, "20"));
    private readonly DestinationState _old = Samples.Destination("old");
    private readonly DestinationState _new = Samples.Destination("new");

    public static readonly TheoryData<string> Names =
    [
        LoadBalancingPolicyNames.WeightedRoundRobin,
        LoadBalancingPolicyNames.Random,
        LoadBalancingPolicyNames.LeastRequest,
        LoadBalancingPolicyNames.PowerOfTwoChoices,
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_new_destination_begins_with_a_tenth_of_its_weight(string name)
    {
        var (policy, set) = Start(name);
        AssertShare(0.1, policy, set);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Halfway_it_has_a_bit_more_than_half(string name)
    {
        var (policy, set) = Start(name);
        CountNew(policy, set);
        _clock.Advance(TimeSpan.FromSeconds(10));
        AssertShare(0.55, policy, set);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void At_the_end_it_has_its_weight(string name)
    {
        var (policy, set) = Start(name);
        CountNew(policy, set);
        _clock.Advance(TimeSpan.FromSeconds(20));
        AssertShare(1, policy, set);
    }

    [Fact]
    public void Windows_are_exact_again_after_the_ramp()
    {
        var (policy, set) = Start(LoadBalancingPolicyNames.WeightedRoundRobin);
        for (var second = 0; second <= 20; second++)
        {
            CountNew(policy, set);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(Picks / 2, CountNew(policy, set));
    }

    [Fact]
    public void The_share_grows_with_every_twentieth_of_the_time()
    {
        var (policy, set) = Start(LoadBalancingPolicyNames.WeightedRoundRobin);
        var shares = new List<int>();
        for (var second = 0; second <= 20; second++)
        {
            shares.Add(CountNew(policy, set));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.All(shares.Zip(shares.Skip(1)), pair => Assert.True(pair.First < pair.Second));
    }

    [Fact]
    public void The_first_set_of_a_cluster_is_not_new()
    {
        var policy = Policy(LoadBalancingPolicyNames.WeightedRoundRobin);
        AssertShare(1, policy, [_old, _new]);
    }

    [Fact]
    public void One_that_leaves_for_a_while_and_is_the_same_instance_goes_on_with_its_ramp()
    {
        var (policy, set) = Start(LoadBalancingPolicyNames.WeightedRoundRobin);
        CountNew(policy, set);
        CountNew(policy, [_old]);
        _clock.Advance(TimeSpan.FromSeconds(10));
        AssertShare(0.55, policy, [.. set]);
    }

    [Fact]
    public void One_that_comes_back_as_another_instance_is_new()
    {
        var policy = Policy(LoadBalancingPolicyNames.WeightedRoundRobin);
        CountNew(policy, [_old, Samples.Destination("new")]);
        CountNew(policy, [_old]);
        AssertShare(0.1, policy, [_old, _new]);
    }

    [Fact]
    public void One_whose_state_object_is_replaced_is_not_new()
    {
        var policy = Policy(LoadBalancingPolicyNames.WeightedRoundRobin);
        CountNew(policy, [_old, Samples.Destination("new")]);
        AssertShare(1, policy, [_old, _new]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("soon")]
    public void Without_a_time_a_new_destination_has_its_weight_at_once(string time)
    {
        var policy = Policy(LoadBalancingPolicyNames.WeightedRoundRobin);
        var cluster = Samples.Cluster((LoadBalancingMetadata.SlowStart, time));
        policy.PickDestination(Samples.Request(), cluster, [_old]);
        Assert.Equal([5, 5], Samples.CountPicks(policy, cluster, [_old, _new], 10).Values);
    }

    private (ILoadBalancingPolicy Policy, DestinationState[] Set) Start(string name)
    {
        var policy = Policy(name);
        policy.PickDestination(Samples.Request(), _cluster, [_old]);
        if (policy is ICountsPicks)
            ActiveRequests.For(_old).Decrement();
        return (policy, [_old, _new]);
    }

    private ILoadBalancingPolicy Policy(string name) =>
        Samples.Policies(services => services.AddSingleton<TimeProvider>(_clock).AddSingleton(new Random(7))).Single(policy => policy.Name == name);

    /// <param name="weight">The new destination's weight, where the old one's is 1.</param>
    private void AssertShare(double weight, ILoadBalancingPolicy policy, DestinationState[] set)
    {
        var expected = Picks * weight / (1 + weight);
        Assert.InRange(CountNew(policy, set), expected * 0.93 - 2, expected * 1.07 + 2);
    }

    /// <summary>The requests stay in flight meanwhile, so that the policies that go by load share them out by weight.</summary>
    private int CountNew(ILoadBalancingPolicy policy, DestinationState[] set)
    {
        var counts = Samples.CountPicks(policy, _cluster, set, Picks);
        if (policy is ICountsPicks)
            foreach (var (destination, count) in counts)
                for (var i = 0; i < count; i++)
                    ActiveRequests.For(destination).Decrement();
        return counts.GetValueOrDefault(_new);
    }
}
