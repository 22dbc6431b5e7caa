using System.Net;

namespace Gateway.EndToEnd.Scenarios;

/// <summary>The folder is the truth, at every moment.</summary>
public sealed class LiveManifestsTests
{
    [Fact]
    public async Task Requests_are_spread_evenly_over_the_endpoints()
    {
        var upstreams = await Upstream.StartAsync("a", "b", "c");
        using var folder = new TestFolder().With("shop.yaml", Manifest.Service("shop", upstreams) + "---\n" + Manifest.Ingress("shop", "shop.test", "shop"));
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = RunningGateway.Client();

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
            .With("ingress.yaml", Manifest.Ingress("shop", "shop.test", "shop"))
            .With("shop.yaml", Manifest.Service("shop", old));
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = RunningGateway.Client();
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

    [Fact]
    public async Task Editing_routes_under_load_fails_no_request()
    {
        await using var upstream = await Upstream.StartAsync("steady");
        using var folder = new TestFolder().With("shop.yaml", Manifest.Service("shop", [upstream]) + "---\n" + Manifest.Ingress("shop", "shop.test", "shop"));
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = RunningGateway.Client();
        await using var load = new SteadyLoad(client, gateway.Http("shop.test"));
        await load.PassAsync(100);

        for (var edit = 0; edit < 20; edit++)
        {
            var host = $"extra-{edit}.test";
            folder.Write($"extra-{edit}.yaml", Manifest.Ingress($"extra-{edit}", host, "shop"));
            await Eventually.IsTrue(async () => await StatusAsync(client, gateway.Http(host)) == HttpStatusCode.OK, $"{host} is served");
        }
        await load.StopAsync();

        Assert.Empty(load.Failures);
    }

    [Fact]
    public async Task A_file_that_does_not_parse_keeps_what_it_gave_and_is_named()
    {
        await using var upstream = await Upstream.StartAsync("kept");
        await using var other = await Upstream.StartAsync("other");
        using var folder = new TestFolder().With("shop.yaml", Manifest.Service("shop", [upstream]) + "---\n" + Manifest.Ingress("shop", "shop.test", "shop"));
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = RunningGateway.Client();

        folder.Write("shop.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: [unclosed\n");
        await Eventually.IsTrue(() => gateway.Process.Output.Contains("shop.yaml:", StringComparison.Ordinal));
        folder.Write("other.yaml", Manifest.Service("other", [other]) + "---\n" + Manifest.Ingress("other", "other.test", "other"));
        await Eventually.IsTrue(async () => await StatusAsync(client, gateway.Http("other.test")) == HttpStatusCode.OK, "another file still takes effect");

        Assert.Equal("kept", await client.GetStringAsync(gateway.Http("shop.test")));
    }

    [Fact]
    public async Task Removing_everything_leaves_nothing_behind()
    {
        await using var upstream = await Upstream.StartAsync("gone");
        using var folder = new TestFolder().With("service.yaml", Manifest.Service("shop", [upstream])).With("ingress.yaml", Manifest.Ingress("shop", "shop.test", "shop"));
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = RunningGateway.Client();
        Assert.Equal("gone", await client.GetStringAsync(gateway.Http("shop.test")));

        folder.Delete("service.yaml");
        await Eventually.IsTrue(async () => await StatusAsync(client, gateway.Http("shop.test")) == HttpStatusCode.ServiceUnavailable, "a route without its Service answers 503");
        folder.Delete("ingress.yaml");
        await Eventually.IsTrue(async () => await StatusAsync(client, gateway.Http("shop.test")) == HttpStatusCode.NotFound, "a host without routes answers 404");
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, gateway.Http("shop.default.localhost")));
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
            ["service"] = Manifest.Service("shop", []),
            ["slice"] = Manifest.Slice("shop", "shop-1", upstream),
            ["ingress"] = Manifest.Ingress("shop", "shop.test", "shop"),
        };
        using var folder = new TestFolder();
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = RunningGateway.Client();

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
