using System.Diagnostics;
using System.Text.Json;
using Gateway.ApiServer.Failures;

namespace Gateway.ApiServer.Tests;

/// <summary>What the server can be told to do wrong, as a client sees it.</summary>
public sealed class FaultTests : ServerTest
{
    [Fact]
    public async Task An_answer_is_replaced_as_often_as_it_was_told_to()
    {
        Server.Faults.AnswerNext(2, Reply.TooManyRequests(retryAfter: 3), request => request.Verb == "list");

        var first = await Client.GetAsync("/api/v1/services");
        Assert.Equal(429, first.Code);
        Assert.Equal(TimeSpan.FromSeconds(3), first.Response.Headers.RetryAfter!.Delta);
        Assert.Equal(200, (await Client.GetAsync("/version")).Code);
        Assert.Equal(429, (await Client.GetAsync("/api/v1/services")).Code);
        Assert.Equal(200, (await Client.GetAsync("/api/v1/services")).Code);
    }

    [Fact]
    public async Task Answers_are_replaced_until_the_fault_is_withdrawn()
    {
        using (Server.Faults.Answer(Reply.InternalError()))
        {
            Assert.Equal((500, "InternalError"), await CodeAsync());
            Assert.Equal((500, "InternalError"), await CodeAsync());
        }

        Assert.Equal((200, null), await CodeAsync());
        using (Server.Faults.Answer(Reply.Unavailable()))
            Assert.Equal((503, "ServiceUnavailable"), await CodeAsync());
        using (Server.Faults.Answer(Reply.Garbage()))
        {
            var answer = await Client.GetAsync("/api/v1/services");
            Assert.ThrowsAny<JsonException>(() => answer.Json);
        }
    }

    [Fact]
    public async Task Silence_lasts_until_it_is_withdrawn_and_the_answer_follows()
    {
        var silence = Server.Faults.Answer(Reply.Silence);
        var answer = Client.GetAsync("/api/v1/services");
        await Server.Requests.WaitForAsync(request => request.Resource == "services", Deadline.Token());
        Assert.False(answer.IsCompleted);

        silence.Dispose();

        Assert.Equal(200, (await answer).Code);
    }

    [Fact]
    public async Task A_watch_cut_in_mid_event_breaks_after_half_a_line()
    {
        foreach (var cut in new[] { Cut.Stream, Cut.Connection })
        {
            using var watch = await WatchAsync();
            Assert.Equal(1, Server.Faults.CutWatchesInNextEvent(cut));

            Map("a", cut.ToString());

            var broken = await Assert.ThrowsAnyAsync<Exception>(watch.LineAsync);
            Assert.True(broken is IOException or HttpRequestException, broken.ToString());
            await Eventually.IsTrue(() => Server.Faults.OpenWatches == 0);
        }
    }

    [Fact]
    public async Task Watches_are_cut_at_once_the_three_ways()
    {
        using var ended = await WatchAsync();
        Server.Faults.CutWatches(Cut.End);
        Assert.Null(await ended.LineAsync());

        using var reset = await WatchAsync();
        Server.Faults.CutWatches();
        await Assert.ThrowsAnyAsync<Exception>(reset.LineAsync);
        Assert.Equal(1, Server.Faults.OpenConnections);

        using var broken = await WatchAsync();
        Server.Faults.CutWatches(Cut.Connection);
        await Assert.ThrowsAnyAsync<Exception>(broken.LineAsync);
        await Eventually.IsTrue(() => Server.Faults.OpenConnections == 0);
    }

    [Fact]
    public async Task A_stalled_watch_sends_nothing_until_the_stall_is_over()
    {
        using var watch = await WatchAsync();
        var stall = Server.Faults.StallWatches();
        Map("a", "one");
        var next = watch.NextAsync();
        await Task.Delay(100);
        Assert.False(next.IsCompleted);

        stall.Dispose();

        Assert.Equal("ADDED a", (await next).ToString());
    }

    [Fact]
    public async Task A_watch_stalled_in_mid_event_goes_on_with_the_rest_of_it()
    {
        using var watch = await WatchAsync();
        var stall = Server.Faults.StallWatchesInNextEvent();
        Map("a", "one");
        Map("b", "one");
        var next = watch.NextAsync();
        await Task.Delay(100);
        Assert.False(next.IsCompleted);

        stall.Dispose();

        Assert.Equal("ADDED a", (await next).ToString());
        Assert.Equal("ADDED b", (await watch.NextAsync()).ToString());
    }

    [Fact]
    public async Task Events_come_late_where_they_are_told_to()
    {
        using var watch = await WatchAsync();
        Server.Faults.EventDelay = TimeSpan.FromMilliseconds(300);
        var start = Stopwatch.GetTimestamp();
        Map("a", "one");

        await watch.NextAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromMilliseconds(290), Deadline.Long);
    }

    [Fact]
    public async Task A_line_of_garbage_stands_between_events()
    {
        using var watch = await WatchAsync();
        Server.Faults.SendToWatches("no json");
        Assert.Equal("no json", await watch.LineAsync());
        Map("a", "one");

        Assert.Equal("ADDED a", (await watch.NextAsync()).ToString());
    }

    [Fact]
    public async Task An_object_of_wrong_types_is_listed_and_watched_beside_the_others()
    {
        using var watch = await Client.WatchAsync($"/api/v1/services?watch=1&resourceVersion={Server.Version}");
        Service("a");
        Server.PutUnchecked("Service", "shop", "b", """{"metadata":{"name":"b","namespace":"shop"},"spec":{"ports":"none"}}""");
        Server.PutUnchecked("Service", "shop", "c", """{"metadata":7}""");

        var items = (await Client.GetAsync("/api/v1/services")).Json["items"]!.AsArray();

        Assert.Equal("none", items[1]!["spec"]!["ports"]!.GetValue<string>());
        Assert.Equal(7, items[2]!["metadata"]!.GetValue<int>());
        Assert.Equal("ADDED a", (await watch.NextAsync()).ToString());
        Assert.Equal(Server.Version - 1, long.Parse((await watch.NextAsync()).Version!));
        Assert.Equal(7, (await watch.NextAsync()).Object["metadata"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_is_forbidden_is_forbidden_by_verb_and_subresource()
    {
        Service("a");
        using var forbidden = Server.Faults.Forbid("services/status", "patch");

        var refused = await Client.SendAsync("PATCH", "/api/v1/namespaces/shop/services/a/status", "{}", "application/merge-patch+json");

        Assert.Equal((403, "Forbidden"), (refused.Code, refused.Reason));
        Assert.Equal(
            "services/status \"a\" is forbidden: User \"kubernetes-admin\" cannot patch resource \"services/status\" in API group \"\" in the namespace \"shop\"",
            refused.Message);
        Assert.Equal(200, (await Client.SendAsync("PATCH", "/api/v1/namespaces/shop/services/a", "{}", "application/merge-patch+json")).Code);
    }

    [Fact]
    public async Task Frozen_connections_hear_and_say_nothing()
    {
        await Client.GetAsync("/version");
        var frozen = Server.Faults.FreezeConnections();
        var answer = Client.GetAsync("/version");
        await Task.Delay(100);
        Assert.False(answer.IsCompleted);

        frozen.Dispose();

        Assert.Equal(200, (await answer).Code);
    }

    [Fact]
    public async Task A_list_breaks_off_in_its_midst()
    {
        using var broken = Server.Faults.Answer(Reply.Broken());

        await Assert.ThrowsAsync<HttpRequestException>(() => Client.GetAsync("/api/v1/services"));
    }

    [Fact]
    public async Task A_client_that_is_asked_to_leave_takes_another_connection_and_its_watch_goes_on()
    {
        using var watch = await WatchAsync();
        Assert.Equal(1, Server.Faults.AskConnectionsToLeave());
        await Eventually.IsTrue(async () => (await Client.GetAsync("/version")).Code == 200 && Server.Faults.OpenConnections == 2);
        Map("a", "one");

        Assert.Equal("ADDED a", (await watch.NextAsync()).ToString());
    }

    [Fact]
    public async Task The_server_goes_away_and_comes_back_on_its_port()
    {
        using var watch = await WatchAsync();
        var address = Server.Address;
        await Server.GoAwayAsync();
        await Assert.ThrowsAnyAsync<Exception>(watch.LineAsync);
        await Assert.ThrowsAsync<HttpRequestException>(() => Client.GetAsync("/version"));

        await Server.ComeBackAsync();

        Assert.Equal(address, Server.Address);
        Assert.Equal(200, (await Client.GetAsync("/version")).Code);
    }

    [Fact]
    public async Task An_older_store_has_older_versions_and_objects()
    {
        Map("a", "one");
        var snapshot = Server.Snapshot();
        Map("b", "one");
        var ahead = Server.Version;
        using var watch = await WatchAsync();

        Server.Restore(snapshot);

        Assert.Null(await watch.LineAsync());
        Assert.Equal(504, (await Client.GetAsync($"/api/v1/configmaps?resourceVersion={ahead}")).Code);
        Assert.Equal(["a"], Names((await Client.GetAsync("/api/v1/configmaps")).Json));
        using var after = await Client.WatchAsync($"/api/v1/configmaps?watch=1&resourceVersion={Server.Version}");
        Map("c", "one");
        Assert.Equal("ADDED c", (await after.NextAsync()).ToString());
    }

    [Fact]
    public async Task An_api_that_is_removed_ends_its_watches_with_its_objects()
    {
        Server.InstallGatewayApi();
        Server.Apply("{ apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: { name: web, namespace: shop }, spec: {} }");
        const string path = "/apis/gateway.networking.k8s.io/v1/gateways";
        Assert.Equal("Gateway", (await Client.GetAsync(path)).Json["items"]![0]!["kind"]!.GetValue<string>());
        using var watch = await Client.WatchAsync($"{path}?watch=1&resourceVersion={Server.Version}");

        Server.RemoveGatewayApi();

        Assert.Equal("DELETED web", (await watch.NextAsync()).ToString());
        Assert.Null(await watch.LineAsync());
        Assert.Equal((404, "404 page not found\n"), ((await Client.GetAsync(path)).Code, (await Client.GetAsync(path)).Text));
        Server.InstallGatewayApi();
        Assert.Empty((await Client.GetAsync(path)).Json["items"]!.AsArray());
    }

    private async Task<WatchReader> WatchAsync()
    {
        var watch = await Client.WatchAsync($"/api/v1/configmaps?watch=1&resourceVersion={Server.Version}");
        await Eventually.IsTrue(() => Server.Faults.OpenWatches == 1);
        return watch;
    }

    private async Task<(int, string?)> CodeAsync() => await Client.GetAsync("/api/v1/services") is var answer ? (answer.Code, answer.Reason) : default;
}
