using System.Net;

namespace Gateway.EndToEnd;

public sealed class LiveEditsTests : IAsyncLifetime
{
    private const string Broken = "kind: Service\n  metadata: {}\n";

    private readonly TestFolder _folder = new();
    private Upstream _one = null!;
    private Upstream _two = null!;
    private GatewayProcess _gateway = null!;
    private Client _client = null!;

    public async ValueTask InitializeAsync()
    {
        _one = await Upstream.StartAsync("one");
        _two = await Upstream.StartAsync("two");
        _folder.Write("shop.yaml", Manifest.Service("shop", _one.Port));
        _folder.Write("ingress.yaml", Manifest.Ingress("shop.test", "shop"));
        _gateway = await GatewayProcess.ServeAsync(_folder, null, "--manifests", "manifests");
        _client = new(_gateway);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_first_request_after_the_start_finds_its_route() => Assert.Equal((HttpStatusCode.OK, "one"), await _client.GetAsync("shop.test"));

    [Fact]
    public async Task A_Service_answers_by_its_own_name_without_an_Ingress()
    {
        Assert.Equal((HttpStatusCode.OK, "one"), await _client.GetAsync("shop.default.localhost"));
        Assert.Equal((HttpStatusCode.OK, "one"), await _client.GetAsync("shop.default.svc.cluster.local"));
    }

    [Fact]
    public async Task No_request_fails_while_endpoints_and_routes_change()
    {
        using var stop = new CancellationTokenSource();
        var traffic = Enumerable.Range(0, 4).Select(_ => RequestUntilAsync(stop.Token)).ToArray();

        for (var round = 0; round < 10; round++)
        {
            _folder.Write("shop.yaml", Manifest.Service("shop", _two.Port));
            await _client.UntilAsync("shop.test", HttpStatusCode.OK, "two");
            _folder.Write("other.yaml", Manifest.Ingress($"other{round}.test", "shop"));
            await _client.UntilAsync($"other{round}.test", HttpStatusCode.OK);
            _folder.Write("shop.yaml", Manifest.Service("shop", _one.Port));
            await _client.UntilAsync("shop.test", HttpStatusCode.OK, "one");
        }
        await stop.CancelAsync();

        var answers = (await Task.WhenAll(traffic)).SelectMany(answer => answer).ToArray();
        Assert.True(answers.Length > 100, $"only {answers.Length} requests were made");
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
    }

    [Fact]
    public async Task Each_change_is_told_in_a_line()
    {
        _folder.Write("shop.yaml", Manifest.Service("shop", _one.Port, _two.Port));
        await _gateway.UntilSaysAsync($"endpoints of default/shop:http: 1 → 2 (+127.0.0.1:{_two.Port})");

        _folder.Write("api.yaml", Manifest.Ingress("api.test", "shop", "/v1"));
        await _gateway.UntilSaysAsync("+ route api.test/v1: default/shop:http (2 endpoints)");

        _folder.Write("api.yaml", Manifest.Ingress("api.test", "nobody", "/v1"));
        await _gateway.UntilSaysAsync("! Ingress default/api-test: ServiceNotFound");

        _folder.Delete("api.yaml");
        await _gateway.UntilSaysAsync("- route api.test/v1");
    }

    [Fact]
    public async Task A_broken_file_is_told_with_its_place_and_goes_on_serving_what_it_gave()
    {
        _folder.Write("shop.yaml", Broken);
        await _gateway.UntilSaysAsync("manifests/shop.yaml:2:");

        Assert.Equal((HttpStatusCode.OK, "one"), await _client.GetAsync("shop.test"));
    }

    [Fact]
    public async Task A_broken_file_does_not_keep_others_from_changing()
    {
        _folder.Write("shop.yaml", Broken);
        await _gateway.UntilSaysAsync("manifests/shop.yaml:2:");

        _folder.Write("new.yaml", Manifest.Ingress("new.test", "shop"));

        await _client.UntilAsync("new.test", HttpStatusCode.OK, "one");
    }

    [Fact]
    public async Task A_broken_file_that_is_mended_takes_effect()
    {
        _folder.Write("shop.yaml", Broken);
        await _gateway.UntilSaysAsync("manifests/shop.yaml:2:");

        _folder.Write("shop.yaml", Manifest.Service("shop", _two.Port));

        await _client.UntilAsync("shop.test", HttpStatusCode.OK, "two");
    }

    [Fact]
    public async Task When_everything_is_removed_nothing_is_left()
    {
        _folder.Delete("shop.yaml");
        _folder.Delete("ingress.yaml");

        await _client.UntilAsync("shop.test", HttpStatusCode.NotFound);
        await _client.UntilAsync("shop.default.localhost", HttpStatusCode.NotFound);
        await _client.UntilAsync("shop.default.svc.cluster.local", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_was_removed_and_comes_back_is_served_again()
    {
        _folder.Delete("shop.yaml");
        await _client.UntilAsync("shop.test", HttpStatusCode.ServiceUnavailable);

        _folder.Write("shop.yaml", Manifest.Service("shop", _two.Port));

        await _client.UntilAsync("shop.test", HttpStatusCode.OK, "two");
    }

    private async Task<List<HttpStatusCode>> RequestUntilAsync(CancellationToken stop)
    {
        var answers = new List<HttpStatusCode>();
        using var client = new Client(_gateway);
        while (!stop.IsCancellationRequested)
            answers.Add((await client.GetAsync("shop.test")).Status);
        return answers;
    }
}
