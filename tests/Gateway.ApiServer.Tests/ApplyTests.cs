namespace Gateway.ApiServer.Tests;

public sealed class ApplyTests : ServerTest
{
    private const string Path = "/api/v1/namespaces/shop/configmaps/a";

    [Fact]
    public async Task What_is_not_there_is_made()
    {
        Assert.Equal(201, (await ApplyAsync("one", "data: { a: x }")).Code);
        Assert.Equal(200, (await ApplyAsync("one", "data: { a: x }")).Code);

        Assert.Equal("x", Data("a"));
    }

    [Fact]
    public async Task What_is_applied_again_the_same_is_no_write()
    {
        await ApplyAsync("one", "data: { a: x }");
        var version = Server.Version;

        await ApplyAsync("one", "data: { a: x }");

        Assert.Equal(version, Server.Version);
    }

    [Fact]
    public async Task What_is_not_applied_any_more_goes_unless_another_owns_it_too()
    {
        await ApplyAsync("one", "data: { a: x, b: y }");
        await ApplyAsync("two", "data: { b: y, c: z }");

        await ApplyAsync("one", "data: { d: w }");

        Assert.Equal((null, "y", "z", "w"), (Data("a"), Data("b"), Data("c"), Data("d")));
    }

    [Fact]
    public async Task What_another_owns_is_changed_only_by_force_and_is_ones_own_then()
    {
        await ApplyAsync("one", "data: { a: x }");

        var refused = await ApplyAsync("two", "data: { a: y }");
        Assert.Equal((409, "Conflict"), (refused.Code, refused.Reason));
        Assert.Equal("Apply failed with 1 conflict: conflict with \"one\": .data.a", refused.Message);
        Assert.Equal(".data.a", refused.Json["details"]!["causes"]![0]!["field"]!.GetValue<string>());
        Assert.Equal(200, (await ApplyAsync("two", "data: { a: y }", "&force=true")).Code);

        Assert.Equal("y", Data("a"));
        Assert.Equal(409, (await ApplyAsync("one", "data: { a: z }")).Code);
    }

    [Fact]
    public async Task What_both_want_the_same_both_own()
    {
        await ApplyAsync("one", "data: { a: x }");
        Assert.Equal(200, (await ApplyAsync("two", "data: { a: x }")).Code);

        await ApplyAsync("one", "data: { b: y }");

        Assert.Equal("x", Data("a"));
    }

    [Fact]
    public async Task An_update_takes_what_it_changes_from_who_applied_it()
    {
        await ApplyAsync("one", "data: { a: x, b: x }");
        await Client.SendAsync("PATCH", Path + "?fieldManager=editor", """{"data":{"a":"y"}}""", "application/merge-patch+json");

        var refused = await ApplyAsync("one", "data: { a: x, b: x }");

        Assert.Equal("Apply failed with 1 conflict: conflict with \"editor\" using v1: .data.a", refused.Message);
        Assert.Equal(200, (await ApplyAsync("one", "data: { b: z }")).Code);
        Assert.Equal(("y", "z"), (Data("a"), Data("b")));
    }

    [Fact]
    public async Task Items_of_a_list_are_owned_by_their_keys()
    {
        const string path = "/api/v1/namespaces/shop/services/web";
        const string head = "{ apiVersion: v1, kind: Service, metadata: { name: web }, spec: { ports: ";
        Assert.Equal(201, (await SendAsync(path, "one", head + "[{ name: a, port: 80 }] } }")).Code);
        Assert.Equal(200, (await SendAsync(path, "two", head + "[{ name: b, port: 81 }] } }")).Code);
        Assert.Equal([80, 81], Ports());

        Assert.Equal(200, (await SendAsync(path, "one", head + "[{ name: c, port: 82 }] } }")).Code);

        Assert.Equal([81, 82], Ports());
        var refused = await SendAsync(path, "one", head + "[{ name: c, port: 82 }, { name: d, port: 81 }] } }");
        Assert.Equal("Apply failed with 1 conflict: conflict with \"two\": .spec.ports[port=81,protocol=\"TCP\"].name", refused.Message);

        int[] Ports() => [.. Server.Get("Service", "shop", "web")!["spec"]!["ports"]!.AsArray().Select(port => port!["port"]!.GetValue<int>())];
    }

    [Fact]
    public async Task A_condition_in_the_status_is_ones_own_beside_those_of_others()
    {
        Service("web");
        const string path = "/api/v1/namespaces/shop/services/web/status";

        await SendAsync(path, "one", Status("Programmed", "True"));
        await SendAsync(path, "two", Status("Accepted", "True"));
        await SendAsync(path, "one", Status("Programmed", "False"));

        var conditions = Server.Get("Service", "shop", "web")!["status"]!["conditions"]!.AsArray();
        Assert.Equal(["Programmed False", "Accepted True"], conditions.Select(condition => $"{condition!["type"]} {condition["status"]}"));

        static string Status(string type, string status) =>
            $$"""{ apiVersion: v1, kind: Service, metadata: { name: web }, status: { conditions: [{ type: {{type}}, status: "{{status}}" }] } }""";
    }

    [Fact]
    public async Task Who_applies_must_say_who_they_are() => Assert.Equal(
        422, (await Client.SendAsync("PATCH", Path, "{ apiVersion: v1, kind: ConfigMap, metadata: { name: a } }", "application/apply-patch+yaml")).Code);

    [Fact]
    public async Task What_was_made_without_an_owner_belongs_to_somebody_before_the_first_apply()
    {
        Map("a", "x");
        Server.Change("ConfigMap", "shop", "a", map => map["metadata"]!["managedFields"] = new System.Text.Json.Nodes.JsonArray());
        Server.PutUnchecked("ConfigMap", "shop", "a", """{"metadata":{"name":"a","namespace":"shop","uid":"1"},"data":{"value":"x"}}""");

        var refused = await ApplyAsync("one", "data: { value: y }");

        Assert.Contains("conflict with \"before-first-apply\" using v1: .data.value", refused.Message, StringComparison.Ordinal);
    }

    private Task<Answer> ApplyAsync(string manager, string data, string query = "") =>
        SendAsync(Path, manager, $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{ name: a }}\n{data}", query);

    private Task<Answer> SendAsync(string path, string manager, string body, string query = "") =>
        Client.SendAsync("PATCH", $"{path}?fieldManager={manager}{query}", body, "application/apply-patch+yaml");

    private string? Data(string name) => Server.Get("ConfigMap", "shop", "a")!["data"]![name]?.GetValue<string>();
}
