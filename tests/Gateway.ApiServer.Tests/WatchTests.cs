using Gateway.ApiServer.Failures;

namespace Gateway.ApiServer.Tests;

public sealed class WatchTests : IAsyncLifetime
{
    private ApiServerDouble _server = null!;
    private ApiTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ApiServerDouble.StartAsync(new() { BookmarkInterval = TimeSpan.FromMilliseconds(50) });
        _client = new(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_watch_sends_what_happens_after_its_version()
    {
        Map("a", "one");
        var version = _server.Version;
        Map("b", "one");
        using var watch = await _client.WatchAsync($"/api/v1/configmaps?watch=1&resourceVersion={version}");

        Map("b", "two");
        _server.Delete("ConfigMap", "shop", "a");

        Assert.Equal("ADDED b", (await watch.NextAsync()).ToString());
        Assert.Equal("MODIFIED b", (await watch.NextAsync()).ToString());
        var deleted = await watch.NextAsync();
        Assert.Equal("DELETED a", deleted.ToString());
        Assert.Equal(_server.Version.ToString(), deleted.Version);
        Assert.Equal("one", deleted.Object["data"]!["value"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_watch_with_a_selector_sees_objects_come_and_go_as_they_match()
    {
        using var watch = await _client.WatchAsync($"/api/v1/configmaps?watch=1&resourceVersion={_server.Version}&labelSelector=value%3Dyes");

        Map("a", "no");
        Map("a", "yes");
        Map("a", "yes", "more");
        Map("a", "no");
        var version = _server.Version.ToString();

        Assert.Equal("ADDED a", (await watch.NextAsync()).ToString());
        Assert.Equal("MODIFIED a", (await watch.NextAsync()).ToString());
        var gone = await watch.NextAsync();
        Assert.Equal(("DELETED a", version, "yes"), (gone.ToString(), gone.Version, gone.Object["metadata"]!["labels"]!["value"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Bookmarks_grow_with_the_store_and_one_goes_before_the_end()
    {
        using var watch = await _client.WatchAsync($"/api/v1/configmaps?watch=1&resourceVersion={_server.Version}&allowWatchBookmarks=true&timeoutSeconds=1");
        _server.SkipVersions(100);

        var events = await watch.RestAsync();

        Assert.True(events.Count > 1);
        Assert.All(events, bookmark => Assert.Equal("BOOKMARK", bookmark.Type));
        Assert.Equal(_server.Version.ToString(), events[^1].Version);
    }

    [Fact]
    public async Task A_watch_cut_in_mid_event_breaks_after_half_a_line()
    {
        using var watch = await _client.WatchAsync($"/api/v1/configmaps?watch=1&resourceVersion={_server.Version}");
        await Eventually.IsTrue(() => _server.Faults.OpenWatches == 1);
        Assert.Equal(1, _server.Faults.CutWatchesInNextEvent());

        Map("a", "one");

        var broken = await Assert.ThrowsAnyAsync<Exception>(watch.LineAsync);
        Assert.True(broken is IOException or HttpRequestException, broken.ToString());
        await Eventually.IsTrue(() => _server.Faults.OpenWatches == 0);
    }

    [Fact]
    public async Task A_stalled_watch_sends_nothing_until_the_stall_is_over()
    {
        using var watch = await _client.WatchAsync($"/api/v1/configmaps?watch=1&resourceVersion={_server.Version}&allowWatchBookmarks=true");
        var stall = _server.Faults.StallWatches();
        Map("a", "one");
        var next = ReadPastBookmarksAsync(watch);
        await Task.Delay(200);
        Assert.False(next.IsCompleted);

        stall.Dispose();

        Assert.Equal("ADDED a", (await next).ToString());
    }

    [Fact]
    public async Task The_server_comes_back_on_its_port_with_an_older_store()
    {
        Map("a", "one");
        var snapshot = _server.Snapshot();
        Map("b", "one");
        var (address, ahead) = (_server.Address, _server.Version);
        await _server.GoAwayAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetAsync("/version"));
        _server.Restore(snapshot);
        await _server.ComeBackAsync();

        Assert.Equal(address, _server.Address);
        Assert.Equal(504, (await _client.GetAsync($"/api/v1/configmaps?resourceVersion={ahead}")).Code);
        Assert.Single((await _client.GetAsync("/api/v1/namespaces/shop/configmaps")).Json["items"]!.AsArray());
    }

    private void Map(string name, string value, string more = "") => _server.Apply($$"""
        { apiVersion: v1, kind: ConfigMap, metadata: { name: {{name}}, namespace: shop, labels: { value: {{value}} } }, data: { value: {{value}}, more: "{{more}}" } }
        """.Replace(": yes", ": 'yes'", StringComparison.Ordinal).Replace(": no", ": 'no'", StringComparison.Ordinal));

    private static async Task<WatchEvent> ReadPastBookmarksAsync(WatchReader watch)
    {
        while (true)
        {
            if (await watch.NextAsync() is { Type: not "BOOKMARK" } change)
                return change;
        }
    }
}
