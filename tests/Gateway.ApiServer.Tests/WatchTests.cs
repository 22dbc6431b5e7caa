namespace Gateway.ApiServer.Tests;

public sealed class WatchTests : ServerTest
{
    protected override ApiServerOptions Options => new() { BookmarkInterval = TimeSpan.FromMilliseconds(50) };

    [Fact]
    public async Task A_watch_sends_what_happens_after_its_version()
    {
        Map("a", "one");
        var version = Server.Version;
        Map("b", "one");
        using var watch = await Client.WatchAsync($"/api/v1/configmaps?watch=1&resourceVersion={version}");

        Map("b", "two");
        Server.Delete("ConfigMap", "shop", "a");

        Assert.Equal("ADDED b", (await watch.NextAsync()).ToString());
        Assert.Equal("MODIFIED b", (await watch.NextAsync()).ToString());
        var deleted = await watch.NextAsync();
        Assert.Equal("DELETED a", deleted.ToString());
        Assert.Equal(Server.Version.ToString(), deleted.Version);
        Assert.Equal("one", deleted.Object["data"]!["value"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_watch_with_a_selector_sees_objects_come_and_go_as_they_match()
    {
        using var watch = await Client.WatchAsync($"/api/v1/configmaps?watch=1&resourceVersion={Server.Version}&labelSelector=value%3Dyes");

        Map("a", "no");
        Map("a", "yes");
        Server.Change("ConfigMap", "shop", "a", map => map["data"]!["more"] = "more");
        Map("a", "no");
        var version = Server.Version.ToString();

        Assert.Equal("ADDED a", (await watch.NextAsync()).ToString());
        Assert.Equal("MODIFIED a", (await watch.NextAsync()).ToString());
        var gone = await watch.NextAsync();
        Assert.Equal(("DELETED a", version, "yes"), (gone.ToString(), gone.Version, gone.Object["metadata"]!["labels"]!["value"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Bookmarks_grow_with_the_store()
    {
        using var watch = await Client.WatchAsync($"/api/v1/configmaps?watch=1&resourceVersion={Server.Version}&allowWatchBookmarks=true");
        Server.SkipVersions(100);
        var version = Server.Version;

        var bookmark = await watch.NextAsync();
        while (bookmark.Version != version.ToString())
        {
            Assert.Equal(("BOOKMARK", version - 100), (bookmark.Type, long.Parse(bookmark.Version!)));
            bookmark = await watch.NextAsync();
        }
        Assert.Equal("BOOKMARK", bookmark.Type);
    }

    [Fact]
    public async Task A_bookmark_goes_before_the_end()
    {
        await using var server = await ApiServerDouble.StartAsync();
        using var client = new ApiTestClient(server);
        using var watch = await client.WatchAsync($"/api/v1/configmaps?watch=1&resourceVersion={server.Version}&allowWatchBookmarks=true&timeoutSeconds=1");
        server.SkipVersions(100);

        var last = Assert.Single(await watch.RestAsync());

        Assert.Equal(("BOOKMARK", server.Version.ToString()), (last.Type, last.Version));
    }

    [Fact]
    public async Task A_watch_without_a_version_begins_with_what_is_there()
    {
        Map("b", "one");
        Map("a", "one");
        using var watch = await Client.WatchAsync("/api/v1/namespaces/shop/configmaps?watch=1");
        Map("a", "two");

        Assert.Equal("ADDED a", (await watch.NextAsync()).ToString());
        Assert.Equal("ADDED b", (await watch.NextAsync()).ToString());
        Assert.Equal("MODIFIED a", (await watch.NextAsync()).ToString());
    }

    [Fact]
    public async Task A_watch_of_one_namespace_or_one_name_sees_nothing_else()
    {
        using var watch = await Client.WatchAsync(
            $"/api/v1/namespaces/shop/configmaps?watch=1&resourceVersion={Server.Version}&fieldSelector=metadata.name%3Db");
        Server.Apply("{ apiVersion: v1, kind: ConfigMap, metadata: { name: b, namespace: other } }");
        Map("a", "one");
        Map("b", "one");

        var seen = await watch.NextAsync();
        Assert.Equal(("ADDED b", "shop"), (seen.ToString(), seen.Object["metadata"]!["namespace"]!.GetValue<string>()));
    }

    [Fact]
    public async Task The_initial_events_end_with_a_bookmark_that_says_so()
    {
        Map("a", "one");
        using var watch = await Client.WatchAsync(
            "/api/v1/namespaces/shop/configmaps?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");

        Assert.Equal("ADDED a", (await watch.NextAsync()).ToString());
        var end = await watch.NextAsync();
        Assert.Equal(("BOOKMARK", Server.Version.ToString()), (end.Type, end.Version));
        Assert.Equal("true", end.Object["metadata"]!["annotations"]!["k8s.io/initial-events-end"]!.GetValue<string>());
        Map("b", "one");
        Assert.Equal("ADDED b", (await ReadPastBookmarksAsync(watch)).ToString());
    }

    [Fact]
    public async Task A_server_without_the_feature_refuses_initial_events()
    {
        await using var server = await ApiServerDouble.StartAsync(new() { WatchList = false, MinorVersion = 31 });
        using var client = new ApiTestClient(server);

        var refused = await client.GetAsync("/api/v1/services?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");

        Assert.Equal((422, "Invalid"), (refused.Code, refused.Reason));
        Assert.Equal(
            "ListOptions.meta.k8s.io \"\" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled",
            refused.Message);
        Assert.Equal("31", (await client.GetAsync("/version")).Json["minor"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_watch_that_needs_what_overflowed_is_told_so()
    {
        await using var server = await ApiServerDouble.StartAsync(new() { HistoryLimit = 2 });
        using var client = new ApiTestClient(server);
        var version = server.Version;
        for (var index = 0; index < 4; index++)
            server.Apply($$"""{ apiVersion: v1, kind: ConfigMap, metadata: { name: m{{index}}, namespace: default } }""");

        var expired = await client.GetAsync($"/api/v1/configmaps?watch=1&resourceVersion={version}");
        using var watch = await client.WatchAsync($"/api/v1/configmaps?watch=1&resourceVersion={version + 2}");

        Assert.Equal($"too old resource version: {version} ({version + 2})", WatchEvent.Parse(expired.Text).Object["message"]!.GetValue<string>());
        Assert.Equal("ADDED m2", (await watch.NextAsync()).ToString());
    }

    [Fact]
    public async Task A_watch_works_over_the_older_protocol_too()
    {
        Client.Version = new(1, 1);
        var version = Server.Version;
        Map("a", "one");
        using var watch = await Client.WatchAsync($"/api/v1/configmaps?watch=1&resourceVersion={version}&timeoutSeconds=1");

        Assert.Equal(["ADDED a"], (await watch.RestAsync()).Select(change => change.ToString()));
        Assert.Contains(Server.Requests.All, request => request is { IsWatch: true, Protocol: "HTTP/1.1" });
    }

    [Fact]
    public async Task Every_change_of_many_arrives_once_and_in_order()
    {
        const int count = 2000;
        using var watch = await Client.WatchAsync($"/api/v1/configmaps?watch=1&resourceVersion={Server.Version}");
        var writing = Task.Run(() =>
        {
            for (var index = 0; index < count; index++)
                Map($"m{index % 7}", $"v{index}");
        });

        for (var index = 0; index < count; index++)
            Assert.Equal($"v{index}", (await watch.NextAsync()).Object["data"]!["value"]!.GetValue<string>());
        await writing;
    }

    private static async Task<WatchEvent> ReadPastBookmarksAsync(WatchReader watch)
    {
        while (true)
        {
            if (await watch.NextAsync() is { Type: not "BOOKMARK" } change)
                return change;
        }
    }
}
