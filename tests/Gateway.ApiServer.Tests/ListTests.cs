using Gateway.ApiServer.Failures;

namespace Gateway.ApiServer.Tests;

public sealed class ListTests : IAsyncLifetime
{
    private ApiServerDouble _server = null!;
    private ApiTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ApiServerDouble.StartAsync();
        _client = new(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_list_is_in_the_order_of_its_keys_and_has_the_version_of_the_store()
    {
        Services("b", "a-b", "a");

        var list = (await _client.GetAsync("/api/v1/services")).Json;

        Assert.Equal(["a", "a-b", "b"], Names(list));
        Assert.Equal(_server.Version.ToString(), list["metadata"]!["resourceVersion"]!.GetValue<string>());
        Assert.Null(list["items"]![0]!["kind"]);
    }

    [Fact]
    public async Task Pages_show_the_state_of_the_first_page_whatever_happens_between_them()
    {
        Services("a", "b", "c", "d");
        var first = (await _client.GetAsync("/api/v1/services?limit=2")).Json;
        Assert.Equal(2, first["metadata"]!["remainingItemCount"]!.GetValue<int>());
        _server.Delete("Service", "shop", "c");
        Services("e");

        var second = (await _client.GetAsync($"/api/v1/services?limit=2&continue={first["metadata"]!["continue"]}")).Json;

        Assert.Equal(["a", "b"], Names(first));
        Assert.Equal(["c", "d"], Names(second));
        Assert.Equal(first["metadata"]!["resourceVersion"]!.GetValue<string>(), second["metadata"]!["resourceVersion"]!.GetValue<string>());
        Assert.Null(second["metadata"]!["continue"]);
    }

    [Fact]
    public async Task A_continue_token_expires_with_the_history_and_the_refusal_has_one_for_the_rest_as_it_is_now()
    {
        Services("a", "b", "c");
        var first = (await _client.GetAsync("/api/v1/namespaces/shop/services?limit=1")).Json;
        Services("bb");
        _server.LoseHistory();

        var expired = await _client.GetAsync($"/api/v1/namespaces/shop/services?limit=1&continue={first["metadata"]!["continue"]}");
        var rest = (await _client.GetAsync($"/api/v1/namespaces/shop/services?continue={expired.Json["metadata"]!["continue"]}")).Json;

        Assert.Equal((410, "Expired"), (expired.Code, expired.Reason));
        Assert.Equal(["b", "bb", "c"], Names(rest));
    }

    [Fact]
    public async Task Labels_and_fields_select()
    {
        _server.Apply("""
            { apiVersion: v1, kind: Secret, metadata: { name: a, namespace: shop, labels: { app: x, tier: front } }, type: kubernetes.io/tls }
            ---
            { apiVersion: v1, kind: Secret, metadata: { name: b, namespace: shop, labels: { app: y } } }
            """);

        Assert.Equal(["a"], await SecretsAsync("labelSelector=app%3Dx"));
        Assert.Equal(["b"], await SecretsAsync("labelSelector=app%20notin%20(x,z),!tier"));
        Assert.Equal(["a", "b"], await SecretsAsync("labelSelector=app%20in%20(x,y)"));
        Assert.Equal(["a"], await SecretsAsync("fieldSelector=type%3Dkubernetes.io/tls"));
        Assert.Equal(["b"], await SecretsAsync("fieldSelector=type!%3Dkubernetes.io/tls,metadata.namespace%3Dshop"));
        Assert.Equal(400, (await _client.GetAsync("/api/v1/secrets?fieldSelector=data%3Dx")).Code);
    }

    [Fact]
    public async Task A_list_of_an_exact_version_is_as_it_was_as_long_as_history_is_kept()
    {
        Services("a");
        var then = _server.Version;
        _server.Delete("Service", "shop", "a");

        Assert.Equal(["a"], Names((await _client.GetAsync($"/api/v1/services?resourceVersion={then}&resourceVersionMatch=Exact")).Json));
        _server.LoseHistory();
        Assert.Equal(410, (await _client.GetAsync($"/api/v1/services?resourceVersion={then}&resourceVersionMatch=Exact")).Code);
    }

    [Fact]
    public async Task Requests_are_recorded_with_who_asked_and_what_was_answered()
    {
        await _client.GetAsync("/api/v1/services/nothing");

        var request = await _server.Requests.WaitForAsync(request => request.Status == 404, Deadline.Token());
        Assert.Equal(("get", "kubernetes-admin", "HTTP/2"), (request.Verb, request.User, request.Protocol));
    }

    [Fact]
    public async Task A_fault_answers_as_often_as_it_was_told_to()
    {
        _server.Faults.AnswerNext(2, Reply.TooManyRequests(retryAfter: 3), request => request.Verb == "list");

        var first = await _client.GetAsync("/api/v1/services");
        Assert.Equal(429, first.Code);
        Assert.Equal(TimeSpan.FromSeconds(3), first.Response.Headers.RetryAfter!.Delta);
        Assert.Equal(429, (await _client.GetAsync("/api/v1/services")).Code);
        Assert.Equal(200, (await _client.GetAsync("/api/v1/services")).Code);
    }

    private void Services(params string[] names)
    {
        foreach (var name in names)
            _server.Apply($$"""{ apiVersion: v1, kind: Service, metadata: { name: {{name}}, namespace: shop }, spec: { ports: [{ port: 80 }] } }""");
    }

    private async Task<string[]> SecretsAsync(string query) => Names((await _client.GetAsync($"/api/v1/secrets?{query}")).Json);

    private static string[] Names(System.Text.Json.Nodes.JsonNode list) =>
        [.. list["items"]!.AsArray().Select(item => item!["metadata"]!["name"]!.GetValue<string>())];
}
