using System.Text.Json.Nodes;

namespace Gateway.ApiServer.Tests;

/// <summary>The double against what a real server answered to the same request on the same objects.</summary>
public sealed class CaptureTests : IAsyncLifetime
{
    /// <summary>What a client may act on.</summary>
    private static readonly string[] Headers = ["cache-control", "content-type", "retry-after", "x-content-type-options"];

    /// <summary>What is there or not, with another value each time.</summary>
    private static readonly string[] Presences = ["audit-id", "x-kubernetes-pf-flowschema-uid", "x-kubernetes-pf-prioritylevel-uid"];

    private CapturedCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await CapturedCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("conflict-put")]
    [InlineData("delete-service")]
    [InlineData("discovery-absent-group")]
    [InlineData("discovery-slices")]
    [InlineData("event-create")]
    [InlineData("invalid-create")]
    [InlineData("lease-create")]
    [InlineData("list-ahead")]
    [InlineData("list-bad-continue")]
    [InlineData("list-ingresses")]
    [InlineData("list-services-page1")]
    [InlineData("patch-ingress-status")]
    [InlineData("patch-service-status")]
    [InlineData("version")]
    public async Task It_answers_as_the_real_server(string name)
    {
        var capture = Capture.Read(name);

        AssertSame(capture, await _cluster.ReplayAsync(capture));
    }

    [Fact]
    public async Task It_answers_the_second_page_as_the_real_server()
    {
        var first = (await _cluster.ReplayAsync(Capture.Read("list-services-page1"))).Json;
        var capture = Capture.Read("list-services-page2");

        var answer = await _cluster.Client.GetAsync($"/api/v1/services?limit=2&continue={first["metadata"]!["continue"]}");

        AssertSame(capture, answer);
    }

    [Fact]
    public async Task It_lists_slices_as_the_real_server()
    {
        await _cluster.WriteSlicesAsync();
        var capture = Capture.Read("list-slices");

        AssertSame(capture, await _cluster.ReplayAsync(capture));
    }

    [Fact]
    public async Task It_applies_a_status_as_the_real_server()
    {
        await _cluster.ReplayAsync(Capture.Read("patch-service-status"));
        var capture = Capture.Read("apply-service-status");

        AssertSame(capture, await _cluster.ReplayAsync(capture));
    }

    [Fact]
    public async Task It_refuses_a_second_lease_as_the_real_server()
    {
        await _cluster.ReplayAsync(Capture.Read("lease-create"));
        var capture = Capture.Read("lease-create-again");

        AssertSame(capture, await _cluster.ReplayAsync(capture));
    }

    [Fact]
    public async Task It_refuses_who_may_not_as_the_real_server()
    {
        using var client = new ApiTestClient(_cluster.Server, _cluster.Server.IssueServiceAccountToken("shop", "default"));
        using var forbidden = _cluster.Server.Faults.Forbid("services");

        AssertSame(Capture.Read("forbidden"), await client.GetAsync("/api/v1/services"));
    }

    [Fact]
    public async Task It_refuses_whom_it_does_not_know_as_the_real_server()
    {
        using var client = new ApiTestClient(_cluster.Server, "not-a-token");

        AssertSame(Capture.Read("unauthorized"), await client.GetAsync("/api/v1/services"));
    }

    [Fact]
    public async Task What_it_has_of_the_core_group_is_described_as_by_the_real_server()
    {
        var capture = Capture.Read("discovery-core");
        var answer = await _cluster.ReplayAsync(capture);
        var real = capture.Json["resources"]!.AsArray().ToDictionary(entry => entry!["name"]!.GetValue<string>(), entry => entry!);

        AssertHead(capture, answer);
        Assert.Equal(capture.Json["kind"]!.GetValue<string>(), answer.Json["kind"]!.GetValue<string>());
        Assert.Null(answer.Json["apiVersion"]);
        Assert.NotEmpty(answer.Json["resources"]!.AsArray());
        foreach (var entry in answer.Json["resources"]!.AsArray())
            Assert.Equal(Comparable.Of(real[entry!["name"]!.GetValue<string>()]), Comparable.Of(entry));
    }

    [Fact]
    public async Task The_groups_it_has_are_listed_as_by_the_real_server()
    {
        var capture = Capture.Read("discovery-groups");
        var answer = await _cluster.ReplayAsync(capture);
        var real = capture.Json["groups"]!.AsArray().Select(group => group!["name"]!.GetValue<string>()).ToArray();
        var own = answer.Json["groups"]!.AsArray();

        AssertHead(capture, answer);
        Assert.Equal(real.Intersect(own.Select(group => group!["name"]!.GetValue<string>())), own.Select(group => group!["name"]!.GetValue<string>()));
        foreach (var group in own)
        {
            var there = capture.Json["groups"]!.AsArray().Single(entry => JsonNode.DeepEquals(entry!["name"], group!["name"]));
            Assert.True(JsonNode.DeepEquals(there!["preferredVersion"], group!["preferredVersion"]), group.ToJsonString());
        }
    }

    [Fact]
    public async Task It_watches_slices_through_a_roll_out_as_the_real_server()
    {
        await _cluster.WriteSlicesAsync();
        var capture = Capture.Read("watch-slices");
        var version = _cluster.Server.Version;
        foreach (var change in capture.Events)
        {
            if (change.Type == "MODIFIED")
                await _cluster.WriteSliceAsync(change.Object);
            else if (change.Type == "DELETED")
                _cluster.Server.Delete("EndpointSlice", "shop", change.Name!);
        }

        using var watch = await _cluster.Client.WatchAsync(
            $"/apis/discovery.k8s.io/v1/endpointslices?watch=1&resourceVersion={version}&allowWatchBookmarks=true&timeoutSeconds=1");
        AssertSame(capture.Events, await watch.RestAsync());
    }

    [Fact]
    public async Task It_watches_from_an_old_version_as_the_real_server()
    {
        var capture = Capture.Read("watch-too-old");
        await _cluster.Client.SendAsync(
            "PATCH",
            "/api/v1/namespaces/shop/services/web?fieldManager=kubectl-annotate",
            """{"metadata":{"annotations":{"a":"b"}}}""",
            "application/merge-patch+json");
        _cluster.Server.Delete("Service", "shop", "headless");

        using var watch = await _cluster.Client.WatchAsync(capture.Path.Replace("timeoutSeconds=3", "timeoutSeconds=1", StringComparison.Ordinal));

        AssertSame(capture.Events, await watch.RestAsync());
    }

    [Fact]
    public async Task It_begins_a_watch_with_what_is_there_as_the_real_server()
    {
        var capture = Capture.Read("watchlist-services");
        await _cluster.Client.SendAsync(
            "PATCH",
            "/api/v1/namespaces/shop/services/web?fieldManager=kubectl-annotate",
            """{"metadata":{"annotations":{"a":"b"}}}""",
            "application/merge-patch+json");
        _cluster.Server.Delete("Service", "shop", "headless");

        using var watch = await _cluster.Client.WatchAsync(capture.Path.Replace("timeoutSeconds=3", "timeoutSeconds=30", StringComparison.Ordinal));
        var events = new List<WatchEvent>();
        while (events.Count < capture.Events.Count)
            events.Add(await watch.NextAsync());

        AssertSame(capture.Events, events);
    }

    [Fact]
    public async Task It_ends_a_watch_from_before_its_history_as_the_real_server()
    {
        _cluster.Server.LoseHistory();
        var capture = Capture.Read("watch-expired");

        var answer = await _cluster.ReplayAsync(capture);

        AssertHead(capture, answer);
        AssertSame(capture.Events, [.. answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(WatchEvent.Parse)]);
    }

    [Fact]
    public async Task A_watch_from_a_version_that_is_ahead_is_silent_as_that_of_the_real_server()
    {
        var capture = Capture.Read("watch-future");
        using var watch = await _cluster.Client.WatchAsync(capture.Path.Replace("timeoutSeconds=3", "timeoutSeconds=1", StringComparison.Ordinal));
        _cluster.Server.Delete("Service", "shop", "web");

        Assert.Empty(await watch.RestAsync());
    }

    private static void AssertHead(Capture capture, Answer answer)
    {
        Assert.Equal(capture.Status, answer.Code);
        foreach (var name in Headers)
            Assert.Equal((name, capture.Headers.GetValueOrDefault(name)), (name, HeaderOf(answer, name)));
        foreach (var name in Presences)
            Assert.Equal((name, capture.Headers.ContainsKey(name)), (name, HeaderOf(answer, name) is not null));
    }

    private static void AssertSame(Capture capture, Answer answer)
    {
        AssertHead(capture, answer);
        if (capture.Answer.StartsWith('{'))
            Assert.Equal(Comparable.Of(capture.Json), Comparable.Of(answer.Json));
        else
            Assert.Equal(capture.Answer, answer.Text.TrimEnd('\n'));
    }

    private static void AssertSame(IReadOnlyList<WatchEvent> expected, IReadOnlyList<WatchEvent> actual)
    {
        Assert.Equal(expected.Select(change => change.ToString()), actual.Select(change => change.ToString()));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(Comparable.Of(pair.First.Object), Comparable.Of(pair.Second.Object)));
    }

    private static string? HeaderOf(Answer answer, string name) =>
        answer.Response.Headers.TryGetValues(name, out var values) || answer.Response.Content.Headers.TryGetValues(name, out values)
            ? string.Join(',', values)
            : null;
}
