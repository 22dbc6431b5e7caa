using System.Net;

namespace Gateway.EndToEnd;

/// <summary>The annotations of a Service decide who gets a request.</summary>
public sealed class BalancingTests
{
    [Fact]
    public async Task Weights_are_kept_exactly()
    {
        var upstreams = await Upstream.StartAsync("heavy", "light", "none");
        using var folder = new TestFolder().With("shop.yaml",
            Manifest.Service("shop", [], "yarp-gateway.io/load-balancing: weighted-round-robin")
            + Manifest.Slice("shop", "heavy", upstreams[0].Port, "yarp-gateway.io/weight: '3'")
            + Manifest.Slice("shop", "light", upstreams[1].Port)
            + Manifest.Slice("shop", "none", upstreams[2].Port, "yarp-gateway.io/weight: '0'"));
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = LoopbackClient.Create();

        for (var request = 0; request < 40; request++)
            await client.GetStringAsync(gateway.Http("shop.default.localhost"));

        Assert.Equal([30, 10, 0], upstreams.Select(upstream => upstream.Requests.Count));
    }

    [Fact]
    public async Task Client_ip_affinity_keeps_a_client_on_its_endpoint()
    {
        var upstreams = await Upstream.StartAsync("a", "b", "c");
        using var folder = new TestFolder().With("shop.yaml", Manifest.Service("shop", upstreams, spec: "sessionAffinity: ClientIP"));
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = LoopbackClient.Create();

        for (var request = 0; request < 12; request++)
            await client.GetStringAsync(gateway.Http("shop.default.localhost"));

        Assert.Single(upstreams, upstream => upstream.Requests.Count == 12);
    }

    [Fact]
    public async Task Cookie_affinity_keeps_a_browser_on_its_endpoint_while_others_are_balanced()
    {
        var upstreams = await Upstream.StartAsync("a", "b", "c");
        using var folder = new TestFolder().With("shop.yaml", Manifest.Service("shop", upstreams, "yarp-gateway.io/affinity: cookie"));
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = LoopbackClient.Create();
        var url = gateway.Http("shop.default.localhost");

        using var first = await client.GetAsync(url);
        var cookie = Assert.Single(first.Headers.GetValues("Set-Cookie")).Split(';')[0];
        var home = await first.Content.ReadAsStringAsync();
        var strangers = new HashSet<string>();
        for (var request = 0; request < 9; request++)
        {
            using var again = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { { "Cookie", cookie } } };
            using var answer = await client.SendAsync(again);
            Assert.Equal(home, await answer.Content.ReadAsStringAsync());
            strangers.Add(await client.GetStringAsync(url));
        }

        Assert.Equal(3, strangers.Count);
    }

    [Fact]
    public async Task An_unknown_policy_is_reported_and_the_default_is_used()
    {
        var upstreams = await Upstream.StartAsync("a", "b");
        using var folder = new TestFolder().With("shop.yaml", Manifest.Service("shop", upstreams, "yarp-gateway.io/load-balancing: fastest"));
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = LoopbackClient.Create();

        for (var request = 0; request < 10; request++)
            await client.GetStringAsync(gateway.Http("shop.default.localhost"));

        Assert.All(upstreams, upstream => Assert.Equal(5, upstream.Requests.Count));
        Assert.Contains("fastest", gateway.Process.Output, StringComparison.Ordinal);
    }
}
