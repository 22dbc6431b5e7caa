using System.Net;

namespace Gateway.EndToEnd;

/// <summary>What the gateway says when it cannot ask a backend.</summary>
public sealed class RepliesOfItsOwnTests
{
    [Fact]
    public async Task Where_no_route_matches_the_answer_is_404()
    {
        using var folder = new TestFolder();
        await using var gateway = await RunningGateway.StartAsync(folder);
        await IsOwnReplyAsync(gateway, "nobody.test", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_service_without_endpoints_is_503()
    {
        using var folder = new TestFolder().With("shop.yaml", Manifest.Service("shop") + "---\n" + Manifest.Ingress("shop.test", "shop"));
        await using var gateway = await RunningGateway.StartAsync(folder);
        await IsOwnReplyAsync(gateway, "shop.test", HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_backend_that_refuses_is_502()
    {
        var upstream = await Upstream.StartAsync("gone");
        await upstream.DisposeAsync();
        using var folder = new TestFolder().With("shop.yaml", Manifest.Service("shop", [upstream]) + "---\n" + Manifest.Ingress("shop.test", "shop"));
        await using var gateway = await RunningGateway.StartAsync(folder);
        await IsOwnReplyAsync(gateway, "shop.test", HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task A_backend_that_says_nothing_is_504()
    {
        await using var upstream = await Upstream.StartAsync("silent", context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        using var folder = new TestFolder().With("shop.yaml", Manifest.Service("shop", [upstream]) + "---\n" + Manifest.Ingress("shop.test", "shop"));
        await using var gateway = await RunningGateway.StartAsync(folder, ("Http:ActivityTimeout", "1s"));
        await IsOwnReplyAsync(gateway, "shop.test", HttpStatusCode.GatewayTimeout);
    }

    [Fact]
    public async Task One_endpoint_that_refuses_does_not_fail_requests_while_another_serves()
    {
        var gone = await Upstream.StartAsync("gone");
        await gone.DisposeAsync();
        await using var alive = await Upstream.StartAsync("alive");
        using var folder = new TestFolder().With("shop.yaml", Manifest.Service("shop", [gone, alive]) + "---\n" + Manifest.Ingress("shop.test", "shop"));
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = LoopbackClient.Create();

        for (var request = 0; request < 20; request++)
            Assert.Equal("alive", await client.GetStringAsync(gateway.Http("shop.test")));
    }

    private static async Task IsOwnReplyAsync(RunningGateway gateway, string host, HttpStatusCode status)
    {
        using var client = LoopbackClient.Create();
        using var response = await client.GetAsync(gateway.Http(host));
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("gateway", response.Headers.Server.ToString());
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        var id = Assert.Single(response.Headers.GetValues("X-Request-Id"));
        Assert.Contains(id, body, StringComparison.Ordinal);
        Assert.True(body.Length < 500, body);
        Assert.DoesNotContain("Exception", body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("127.0.0.1", body, StringComparison.Ordinal);
    }
}
