using System.Net;
using Gateway.Model;

namespace Gateway.Tests.HttpProxy;

public sealed class StaticRoutesTests
{
    [Fact]
    public async Task A_static_route_serves_what_no_route_of_ours_matches()
    {
        await using var ours = await TestUpstream.SayingAsync("ours");
        await using var theirs = await TestUpstream.SayingAsync("theirs");
        await using var gateway = await TestGateway.StartAsync(settings: Settings("/{**all}", theirs, "RoundRobin"));
        await gateway.ApplyAsync(HttpState.Empty.WithCluster("web", ours.Backend).WithHost("", States.Route("/ours", "web")));
        using var client = new HttpClient();

        Assert.Equal("ours", await client.GetStringAsync(gateway.Http("/ours/x")));
        Assert.Equal("theirs", await client.GetStringAsync(gateway.Http("/else")));

        await gateway.ApplyAsync(HttpState.Empty);
        Assert.Equal("theirs", await client.GetStringAsync(gateway.Http("/ours/x")));
    }

    [Theory]
    [InlineData(LoadBalancingPolicyNames.LeastRequest)]
    [InlineData(LoadBalancingPolicyNames.Random)]
    [InlineData("Random")]
    [InlineData("PowerOfTwoChoices")]
    public async Task A_static_cluster_may_name_policies_of_YARP_and_of_ours(string policy)
    {
        await using var theirs = await TestUpstream.SayingAsync("theirs");
        await using var gateway = await TestGateway.StartAsync(settings: Settings("/{**all}", theirs, policy));
        using var client = new HttpClient();
        Assert.Equal("theirs", await client.GetStringAsync(gateway.Http()));
    }

    [Fact]
    public async Task What_neither_matches_is_answered_404_in_our_way()
    {
        await using var theirs = await TestUpstream.SayingAsync("theirs");
        await using var gateway = await TestGateway.StartAsync(settings: Settings("/static", theirs, "RoundRobin"));
        using var client = new HttpClient();
        using var response = await client.GetAsync(gateway.Http("/else"));
        Assert.Equal((HttpStatusCode.NotFound, "gateway"), (response.StatusCode, response.Headers.Server.ToString()));
    }

    [Fact]
    public async Task A_section_that_is_not_valid_stops_the_start_and_says_why()
    {
        await using var theirs = await TestUpstream.SayingAsync("theirs");
        var settings = Settings("/{**all}", theirs, "no-such-policy");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestGateway.StartAsync(settings: settings));
        Assert.Contains("ReverseProxy", error.Message, StringComparison.Ordinal);
        Assert.Contains("no-such-policy", error.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Settings(string path, TestUpstream upstream, string policy) => new()
    {
        ["ReverseProxy:Routes:static:ClusterId"] = "static",
        ["ReverseProxy:Routes:static:Match:Path"] = path,
        ["ReverseProxy:Clusters:static:LoadBalancingPolicy"] = policy,
        ["ReverseProxy:Clusters:static:Destinations:one:Address"] = $"http://{upstream.Backend.Authority}",
        ["ReverseProxy:Clusters:static:Destinations:two:Address"] = $"http://{upstream.Backend.Authority}/",
    };
}
