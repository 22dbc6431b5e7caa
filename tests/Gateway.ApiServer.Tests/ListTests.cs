namespace Gateway.ApiServer.Tests;

public sealed class ListTests : ServerTest
{
    [Fact]
    public async Task A_list_is_in_the_order_of_its_keys_and_has_the_version_of_the_store()
    {
        Services("b", "a-b", "a");

        var list = (await Client.GetAsync("/api/v1/services")).Json;

        Assert.Equal(["a", "a-b", "b"], Names(list));
        Assert.Equal(Server.Version.ToString(), list["metadata"]!["resourceVersion"]!.GetValue<string>());
        Assert.Null(list["items"]![0]!["kind"]);
    }

    [Fact]
    public async Task Pages_show_the_state_of_the_first_page_whatever_happens_between_them()
    {
        Services("a", "b", "c", "d");
        var first = (await Client.GetAsync("/api/v1/services?limit=2")).Json;
        Assert.Equal(2, first["metadata"]!["remainingItemCount"]!.GetValue<int>());
        Server.Delete("Service", "shop", "c");
        Services("e");

        var second = (await Client.GetAsync($"/api/v1/services?limit=2&continue={first["metadata"]!["continue"]}")).Json;

        Assert.Equal(["a", "b"], Names(first));
        Assert.Equal(["c", "d"], Names(second));
        Assert.Equal(first["metadata"]!["resourceVersion"]!.GetValue<string>(), second["metadata"]!["resourceVersion"]!.GetValue<string>());
        Assert.Null(second["metadata"]!["continue"]);
    }

    [Fact]
    public async Task A_continue_token_expires_with_the_history_and_the_refusal_has_one_for_the_rest_as_it_is_now()
    {
        Services("a", "b", "c");
        var first = (await Client.GetAsync("/api/v1/namespaces/shop/services?limit=1")).Json;
        Services("bb");
        Server.LoseHistory();

        var expired = await Client.GetAsync($"/api/v1/namespaces/shop/services?limit=1&continue={first["metadata"]!["continue"]}");
        var rest = (await Client.GetAsync($"/api/v1/namespaces/shop/services?continue={expired.Json["metadata"]!["continue"]}")).Json;

        Assert.Equal((410, "Expired"), (expired.Code, expired.Reason));
        Assert.Equal(["b", "bb", "c"], Names(rest));
    }

    [Fact]
    public async Task Labels_and_fields_select()
    {
        Server.Apply("""
            { apiVersion: v1, kind: Secret, metadata: { name: a, namespace: shop, labels: { app: x, tier: front } }, type: kubernetes.io/tls }
            ---
            { apiVersion: v1, kind: Secret, metadata: { name: b, namespace: shop, labels: { app: y } } }
            """);

        Assert.Equal(["a"], await SecretsAsync("labelSelector=app%3Dx"));
        Assert.Equal(["b"], await SecretsAsync("labelSelector=app%20notin%20(x,z),!tier"));
        Assert.Equal(["a", "b"], await SecretsAsync("labelSelector=app%20in%20(x,y)"));
        Assert.Equal(["a"], await SecretsAsync("fieldSelector=type%3Dkubernetes.io/tls"));
        Assert.Equal(["b"], await SecretsAsync("fieldSelector=type!%3Dkubernetes.io/tls,metadata.namespace%3Dshop"));
        Assert.Equal(400, (await Client.GetAsync("/api/v1/secrets?fieldSelector=data%3Dx")).Code);
    }

    [Fact]
    public async Task A_list_of_an_exact_version_is_as_it_was_as_long_as_history_is_kept()
    {
        Services("a");
        var then = Server.Version;
        Server.Delete("Service", "shop", "a");

        Assert.Equal(["a"], Names((await Client.GetAsync($"/api/v1/services?resourceVersion={then}&resourceVersionMatch=Exact")).Json));
        Server.LoseHistory();
        Assert.Equal(410, (await Client.GetAsync($"/api/v1/services?resourceVersion={then}&resourceVersionMatch=Exact")).Code);
    }

    [Fact]
    public async Task Requests_are_recorded_with_who_asked_and_what_was_answered()
    {
        await Client.GetAsync("/api/v1/services/nothing");

        var request = await Server.Requests.WaitForAsync(request => request.Status == 404, Deadline.Token());
        Assert.Equal(("get", "kubernetes-admin", "HTTP/2"), (request.Verb, request.User, request.Protocol));
    }

    [Fact]
    public async Task A_version_that_is_ahead_is_waited_for()
    {
        await using var server = await ApiServerDouble.StartAsync(new() { VersionWait = Deadline.Long });
        using var client = new ApiTestClient(server);
        var list = client.GetAsync($"/api/v1/configmaps?resourceVersion={server.Version + 1}");
        await server.Requests.WaitForAsync(request => request.Verb == "list", Deadline.Token());
        Assert.False(list.IsCompleted);

        server.Apply("{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: default } }");

        Assert.Equal(["a"], Names((await list).Json));
    }

    [Fact]
    public async Task A_list_from_any_version_is_not_cut_into_pages()
    {
        Services("a", "b", "c");

        Assert.Equal(["a", "b", "c"], Names((await Client.GetAsync("/api/v1/services?limit=1&resourceVersion=0")).Json));
    }

    [Theory]
    [InlineData("resourceVersionMatch=Exact", 422)]
    [InlineData("resourceVersionMatch=Exact&resourceVersion=0", 422)]
    [InlineData("resourceVersionMatch=Newest&resourceVersion=1", 422)]
    [InlineData("sendInitialEvents=true", 422)]
    [InlineData("resourceVersion=x", 400)]
    [InlineData("labelSelector=a%20in%20b", 400)]
    public async Task A_list_that_makes_no_sense_is_refused(string query, int code) =>
        Assert.Equal(code, (await Client.GetAsync("/api/v1/services?" + query)).Code);

    private void Services(params string[] names)
    {
        foreach (var name in names)
            Service(name);
    }

    private async Task<string[]> SecretsAsync(string query) => Names((await Client.GetAsync($"/api/v1/secrets?{query}")).Json);
}
