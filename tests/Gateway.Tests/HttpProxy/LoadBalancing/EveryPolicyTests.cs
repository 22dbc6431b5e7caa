using Gateway.HttpProxy.LoadBalancing;
using Gateway.Model;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Gateway.Tests.HttpProxy.LoadBalancing;

/// <summary>What holds for each policy, as it comes out of the service container.</summary>
public sealed class EveryPolicyTests
{
    public static readonly TheoryData<string> Names = [.. LoadBalancingPolicyNames.All];

    public static readonly MatrixTheoryData<string, int> NamesAndSizes = new(LoadBalancingPolicyNames.All, [1, 2, 3, 10, 64, 65, 1000]);

    private readonly ClusterState _cluster = Samples.Cluster();

    [Fact]
    public void Every_name_has_a_policy()
    {
        var ours = Policies().Where(policy => policy.GetType().Assembly == typeof(RoundRobinPolicy).Assembly);
        Assert.Equal(LoadBalancingPolicyNames.All, ours.Select(policy => policy.Name));
    }

    /// <summary>YARP refuses to start otherwise.</summary>
    [Fact]
    public void No_two_policies_have_one_name_whatever_the_case()
    {
        var services = new ServiceCollection();
        services.AddReverseProxy().AddGatewayLoadBalancing().AddGatewayLoadBalancing();
        var names = services.BuildServiceProvider().GetServices<ILoadBalancingPolicy>().Select(policy => policy.Name).ToArray();
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_destination_gives_none(string name)
    {
        Assert.Null(Policy(name).PickDestination(Samples.Request(), _cluster, []));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Destinations_of_weight_0_alone_give_none(string name)
    {
        Assert.Null(Policy(name).PickDestination(Samples.Request(), _cluster, Samples.Weighted(0, 0, 0)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_destination_of_weight_0_is_never_picked(string name)
    {
        var (policy, destinations) = (Policy(name), Samples.Weighted(0, 3, 0, 1));
        for (var i = 0; i < 1000; i++)
        {
            var picked = policy.PickDestination(Samples.Request($"10.1.{i / 256}.{i % 256}"), _cluster, destinations);
            Assert.True(Array.IndexOf(destinations, picked) is 1 or 3);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Destinations_without_configuration_are_balanced_too(string name)
    {
        DestinationState[] destinations = [new("a"), new("b")];
        Assert.True(Array.IndexOf(destinations, Policy(name).PickDestination(Samples.Request(), new ClusterState("bare"), destinations)) >= 0);
    }

    [Theory]
    [MemberData(nameof(NamesAndSizes))]
    public void Picks_allocate_nothing(string name, int size)
    {
        var (policy, destinations, context) = (Policy(name), Samples.Destinations(size), Samples.Request());
        context.Features.Set<IReverseProxyFeature>(new ProxyFeature());
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 10_000; i++)
                policy.PickDestination(context, _cluster, destinations);
        }));
    }

    /// <summary>A structure of an earlier set would give a destination that is gone.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_pick_is_always_one_of_the_list_that_was_passed_while_sets_change(string name)
    {
        var (policy, all) = (Policy(name), Samples.Destinations(12));
        var lists = Enumerable.Range(1, 12).Select(size => all[(12 - size)..]).ToArray();
        Threads.Run(4, () =>
        {
            var context = Samples.Request();
            for (var i = 0; i < 40; i++)
            {
                var list = lists[i * 7 % lists.Length];
                Assert.True(Array.IndexOf(list, policy.PickDestination(context, _cluster, list)) >= 0);
            }
        });
    }

    private static ILoadBalancingPolicy Policy(string name) => Policies().Single(policy => policy.Name == name);

    private static IEnumerable<ILoadBalancingPolicy> Policies() => Samples.Policies(_ => { });
}
