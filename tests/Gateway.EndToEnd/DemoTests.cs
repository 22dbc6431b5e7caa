using System.Net;

namespace Gateway.EndToEnd;

/// <summary>The demo that comes with the gateway, as a newcomer starts it: with no arguments. Its backends have ports of their own, so it runs once.</summary>
public sealed class DemoTests(DemoTests.Demo demo) : IClassFixture<DemoTests.Demo>
{
    [Fact]
    public async Task Requests_are_balanced_over_three_pods()
    {
        using var client = new Client(demo.Gateway);

        Assert.Equal(3, (await PodsAsync(client, secure: false)).Count);
    }

    [Fact]
    public async Task So_are_those_over_TLS_with_the_development_authority()
    {
        using var client = new Client(demo.Gateway, demo.Authority);

        Assert.Equal(3, (await PodsAsync(client, secure: true)).Count);
    }

    [Fact]
    public async Task TLS_is_not_trusted_by_those_who_were_not_told()
    {
        using var client = new Client(demo.Gateway);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("shop.localhost", secure: true));
    }

    [Fact]
    public async Task Services_answer_by_name()
    {
        using var client = new Client(demo.Gateway);

        Assert.Contains("Host: echo.default.localhost", (await client.GetAsync("echo.default.localhost")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("shop.default.localhost")).Status);
    }

    [Fact]
    public void The_start_prints_URLs_and_a_command_that_trusts_the_authority()
    {
        Assert.Contains($"http://shop.localhost:{demo.Gateway.HttpPort}/ → default/shop:http, 3 endpoints", demo.Gateway.Output, StringComparison.Ordinal);
        Assert.Contains($"curl --cacert {demo.Authority} https://shop.localhost:{demo.Gateway.HttpsPort}/", demo.Gateway.Output, StringComparison.Ordinal);
    }

    private static async Task<HashSet<string>> PodsAsync(Client client, bool secure)
    {
        var pods = new HashSet<string>();
        for (var i = 0; i < 9; i++)
        {
            var (status, body) = await client.GetAsync("shop.localhost", secure: secure);
            Assert.Equal(HttpStatusCode.OK, status);
            pods.Add(body.Split('\n')[0]);
        }
        return pods;
    }

    /// <summary>The gateway, started somewhere else than in the repository.</summary>
    public sealed class Demo : IAsyncLifetime
    {
        private readonly TestFolder _folder = new();

        internal GatewayProcess Gateway { get; private set; } = null!;

        internal string Authority => Path.Combine(_folder.Home, ".gateway", "dev-ca", "ca.crt");

        public async ValueTask InitializeAsync() => Gateway = await GatewayProcess.ServeAsync(_folder);

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            _folder.Dispose();
        }
    }
}
