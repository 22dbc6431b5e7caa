using System.Net;

namespace Gateway.EndToEnd;

/// <summary>The folder is the truth, at every moment.</summary>
public sealed class LiveManifestsTests
{
    [Fact]
    public async Task Requests_are_spread_evenly_over_the_endpoints()
    {
        var upstreams = await Upstream.StartAsync("a", "b", "c");
        using var folder = new TestFolder().With("shop.yaml", Manifest.Service("shop", upstreams) + "---\n" + Manifest.Ingress("shop.test", "shop"));
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = LoopbackClient.Create();

        for (var request = 0; request < 30; request++)
            await client.GetStringAsync(gateway.Http("shop.test"));

        Assert.All(upstreams, upstream => Assert.Equal(10, upstream.Requests.Count));
    }

    [Fact]
    public async Task Rolling_all_endpoints_under_load_fails_no_request()
    {
        var old = await Upstream.StartAsync("old-1", "old-2");
        var fresh = await Upstream.StartAsync("new-1", "new-2");
        using var folder = new TestFolder()
            .With("ingress.yaml", Manifest.Ingress("shop.test", "shop"))
            .With("shop.yaml", Manifest.Service("shop", old));
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = LoopbackClient.Create();
        await using var load = new SteadyLoad(client, gateway.Http("shop.test"));
        await load.PassAsync(200);

        folder.Replace("shop.yaml", Manifest.Service("shop", [.. old, fresh[0]]));
        await Eventually.IsTrue(() => load.Answers.ContainsKey("new-1"));
        folder.Replace("shop.yaml", Manifest.Service("shop", fresh));
        await Eventually.IsTrue(() => load.Answers.ContainsKey("new-2"));
        await load.PassAsync(200);
        var servedByOld = old.Sum(upstream => upstream.Requests.Count);
        await load.PassAsync(200);
        await load.StopAsync();

        Assert.Empty(load.Failures);
        Assert.Equal(servedByOld, old.Sum(upstream => upstream.Requests.Count));
    }

    [Theory]
    [InlineData("service", "slice", "ingress")]
    [InlineData("ingress", "slice", "service")]
    [InlineData("slice", "ingress", "service")]
    [InlineData("slice", "service", "ingress")]
    public async Task The_order_in_which_objects_appear_does_not_matter(params string[] order)
    {
        await using var upstream = await Upstream.StartAsync("there");
        var files = new Dictionary<string, string>
        {
            ["service"] = Manifest.Service("shop"),
            ["slice"] = Manifest.Slice("shop", "shop-1", upstream.Port),
            ["ingress"] = Manifest.Ingress("shop.test", "shop"),
        };
        using var folder = new TestFolder();
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = LoopbackClient.Create();

        foreach (var file in order)
            folder.Write($"{file}.yaml", files[file]);

        await Eventually.IsTrue(async () => await StatusAsync(client, gateway.Http("shop.test")) == HttpStatusCode.OK, "the route is served");
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, Uri url)
    {
        using var response = await client.GetAsync(url);
        return response.StatusCode;
    }
}
