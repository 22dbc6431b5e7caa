using Gateway.HttpProxy.LoadBalancing;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Model;

namespace Gateway.Tests.HttpProxy.LoadBalancing;

public sealed class MaglevPolicyTests
{
    private readonly MaglevPolicy _policy = new(new Random(7));

    [Fact]
    public void A_client_keeps_its_destination()
    {
        var (cluster, destinations) = (Samples.Cluster(), Samples.Destinations(10));
        Assert.Single(Enumerable.Range(0, 100).Select(_ => Pick(Samples.Request("198.51.100.7"), cluster, destinations)).Distinct());
    }

    [Fact]
    public void A_gateway_that_has_the_destinations_in_another_order_picks_the_same()
    {
        var destinations = Samples.Weighted([.. Enumerable.Range(0, 20).Select(index => index % 4 + 1)]);
        var other = new MaglevPolicy(new Random(8));
        var (cluster, otherCluster) = (Samples.Cluster(), Samples.Cluster());
        DestinationState[] reversed = [.. destinations.Reverse()];
        Assert.All(Clients(500), client => Assert.Same(
            Pick(client, cluster, destinations),
            other.PickDestination(client, otherCluster, reversed)));
    }

    [Fact]
    public void Ipv4_clients_are_the_same_in_their_ipv6_mapped_form()
    {
        var (cluster, destinations) = (Samples.Cluster(), Samples.Destinations(50));
        for (var i = 0; i < 50; i++)
            Assert.Same(Pick(Samples.Request($"203.0.113.{i}"), cluster, destinations), Pick(Samples.Request($"::ffff:203.0.113.{i}"), cluster, destinations));
    }

    [Fact]
    public void Clients_are_shared_out_by_weight()
    {
        var destinations = Samples.Weighted(1, 2, 0, 5);
        var cluster = Samples.Cluster();
        var counts = Clients(8000).CountBy(client => Array.IndexOf(destinations, Pick(client, cluster, destinations))).ToDictionary();
        Assert.InRange(counts[0], 850, 1150);
        Assert.InRange(counts[1], 1800, 2200);
        Assert.InRange(counts[3], 4750, 5250);
    }

    [Theory]
    [InlineData("header:X-User")]
    [InlineData("cookie:user")]
    public void A_key_in_the_request_decides_whatever_the_address(string hashOn)
    {
        var (cluster, destinations) = (Samples.Cluster((LoadBalancingMetadata.HashOn, hashOn)), Samples.Destinations(50));
        var picks = Enumerable.Range(0, 50).Select(i => Pick(RequestOf($"10.9.8.{i}", "alice"), cluster, destinations));
        Assert.Single(picks.Distinct());
    }

    [Theory]
    [InlineData("header:X-User")]
    [InlineData("cookie:user")]
    public void Different_keys_spread(string hashOn)
    {
        var (cluster, destinations) = (Samples.Cluster((LoadBalancingMetadata.HashOn, hashOn)), Samples.Destinations(10));
        var picks = Enumerable.Range(0, 200).Select(i => Pick(RequestOf("10.9.8.7", $"user{i}"), cluster, destinations));
        Assert.Equal(10, picks.Distinct().Count());
    }

    [Theory]
    [InlineData("header:X-Absent")]
    [InlineData("cookie:absent")]
    [InlineData("header:")]
    [InlineData("nonsense")]
    public void Without_the_key_the_address_decides(string hashOn)
    {
        var destinations = Samples.Destinations(50);
        var (byAddress, byKey) = (Samples.Cluster(), Samples.Cluster((LoadBalancingMetadata.HashOn, hashOn)));
        for (var i = 0; i < 50; i++)
            Assert.Same(Pick(RequestOf($"10.9.8.{i}", "alice"), byAddress, destinations), Pick(RequestOf($"10.9.8.{i}", "bob"), byKey, destinations));
    }

    [Fact]
    public void Requests_without_any_key_spread()
    {
        var (cluster, destinations) = (Samples.Cluster(), Samples.Destinations(5));
        var picks = Enumerable.Range(0, 200).Select(_ => Pick(new DefaultHttpContext(), cluster, destinations));
        Assert.Equal(5, picks.Distinct().Count());
    }

    [Theory]
    [InlineData("header:X-User")]
    [InlineData("cookie:user")]
    public void Reading_the_key_allocates_nothing(string hashOn)
    {
        var (cluster, destinations) = (Samples.Cluster((LoadBalancingMetadata.HashOn, hashOn)), Samples.Destinations(10));
        var context = RequestOf("10.9.8.7", "alice");
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 10_000; i++)
                Pick(context, cluster, destinations);
        }));
    }

    [Fact]
    public void The_clients_of_those_that_stay_hardly_move_when_one_of_many_leaves()
    {
        var (cluster, destinations, clients) = (Samples.Cluster(), Samples.Destinations(100), Clients(20_000));
        var before = clients.Select(client => Pick(client, cluster, destinations)).ToArray();
        var gone = destinations[42];
        DestinationState[] rest = [.. destinations.Where(destination => !ReferenceEquals(destination, gone))];
        var moved = clients.Where((client, i) => !ReferenceEquals(before[i], gone) && !ReferenceEquals(before[i], Pick(client, cluster, rest))).Count();
        Assert.InRange(moved, 0, 20_000 * 2 / 100);
    }

    private DestinationState Pick(HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> destinations) =>
        _policy.PickDestination(context, cluster, destinations)!;

    private static HttpContext[] Clients(int count) => [.. Enumerable.Range(0, count).Select(i => Samples.Request($"10.{i >> 16}.{i >> 8 & 255}.{i & 255}"))];

    private static HttpContext RequestOf(string client, string user)
    {
        var context = Samples.Request(client);
        context.Request.Headers["X-User"] = user;
        context.Request.Headers.Cookie = $"theme=dark; user={user}; superuser=no";
        return context;
    }
}
