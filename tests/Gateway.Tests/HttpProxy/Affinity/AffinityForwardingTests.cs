using Gateway.Model;

namespace Gateway.Tests.HttpProxy.Affinity;

public sealed class AffinityForwardingTests
{
    [Fact]
    public async Task A_client_address_stays_on_its_backend_through_changes_of_others()
    {
        await using var setting = await Setting.StartAsync(new(AffinityKind.ClientIP, TimeSpan.FromHours(1)), 3);
        using var client = new HttpClient();
        var own = await client.GetStringAsync(setting.Gateway.Http());

        await setting.ApplyAsync(setting.Upstreams);
        Assert.All(await setting.GetAsync(client, 10), answer => Assert.Equal(own, answer));
        await setting.ApplyAsync(setting.Upstreams.Where((_, index) => $"{index}" == own));
        await setting.ApplyAsync(setting.Upstreams);
        Assert.All(await setting.GetAsync(client, 10), answer => Assert.Equal(own, answer));
    }

    [Fact]
    public async Task A_client_whose_backend_goes_gets_another_and_stays_there()
    {
        await using var setting = await Setting.StartAsync(new(AffinityKind.ClientIP, TimeSpan.FromHours(1)), 3);
        using var client = new HttpClient();
        var first = await client.GetStringAsync(setting.Gateway.Http());
        await setting.ApplyAsync(setting.Upstreams.Where((_, index) => $"{index}" != first));
        var second = await client.GetStringAsync(setting.Gateway.Http());
        Assert.NotEqual(first, second);
        Assert.All(await setting.GetAsync(client, 10), answer => Assert.Equal(second, answer));
    }

    [Fact]
    public async Task A_cookie_keeps_each_client_on_its_own_backend()
    {
        await using var setting = await Setting.StartAsync(new(AffinityKind.Cookie, TimeSpan.Zero), 2);
        using var first = new HttpClient();
        using var second = new HttpClient();

        var owns = new[] { await first.GetStringAsync(setting.Gateway.Http()), await second.GetStringAsync(setting.Gateway.Http()) };

        Assert.Equal(2, owns.Distinct().Count());
        Assert.All(await setting.GetAsync(first, 5), answer => Assert.Equal(owns[0], answer));
        Assert.All(await setting.GetAsync(second, 5), answer => Assert.Equal(owns[1], answer));
    }

    [Fact]
    public async Task The_cookie_of_the_gateway_goes_beside_those_of_the_backend()
    {
        await using var upstream = await TestUpstream.StartAsync(context =>
        {
            context.Response.Headers.SetCookie = "own=1";
            return Task.CompletedTask;
        });
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend).WithCluster(new HttpCluster(States.Name("web"))
        {
            Backends = [upstream.Backend],
            Affinity = new(AffinityKind.Cookie, TimeSpan.Zero),
        }));
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var response = await client.GetAsync(gateway.Http());
        var cookies = response.Headers.GetValues("Set-Cookie").ToArray();
        Assert.Contains("own=1", cookies);
        Assert.Single(cookies, cookie => cookie.StartsWith("gateway-affinity-", StringComparison.Ordinal));
    }

    /// <summary>A gateway and backends that each answer with their number.</summary>
    private sealed class Setting(TestGateway gateway, TestUpstream[] upstreams, SessionAffinity affinity) : IAsyncDisposable
    {
        public TestGateway Gateway => gateway;

        public IReadOnlyList<TestUpstream> Upstreams => upstreams;

        public static async Task<Setting> StartAsync(SessionAffinity affinity, int count)
        {
            var upstreams = await Task.WhenAll(Enumerable.Range(0, count).Select(index => TestUpstream.SayingAsync($"{index}")));
            var setting = new Setting(await TestGateway.StartAsync(), upstreams, affinity);
            await setting.ApplyAsync(upstreams);
            return setting;
        }

        public Task ApplyAsync(IEnumerable<TestUpstream> serving) => gateway.ApplyAsync(States.To().WithCluster(new HttpCluster(States.Name("web"))
        {
            Backends = serving.Select(upstream => upstream.Backend).ToValueArray(),
            Affinity = affinity,
        }));

        public async Task<IReadOnlyList<string>> GetAsync(HttpClient client, int count)
        {
            var answers = new List<string>();
            for (var i = 0; i < count; i++)
                answers.Add(await client.GetStringAsync(gateway.Http()));
            return answers;
        }

        public async ValueTask DisposeAsync()
        {
            await gateway.DisposeAsync();
            foreach (var upstream in upstreams)
                await upstream.DisposeAsync();
        }
    }
}
