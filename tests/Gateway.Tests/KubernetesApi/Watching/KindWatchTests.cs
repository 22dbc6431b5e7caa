using Gateway.KubernetesApi;
using Gateway.KubernetesApi.Watching;
using Gateway.Model;
using Gateway.Model.Resources;
using Gateway.Reconciliation;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.KubernetesApi.Watching;

/// <summary>What is asked of the server, request by request, and what becomes of its answers.</summary>
public sealed class KindWatchTests : IAsyncLifetime
{
    private static readonly WatchTimings Quick = new() { FirstRetry = TimeSpan.FromMilliseconds(1), LastRetry = TimeSpan.FromMilliseconds(2), AbsentRetry = TimeSpan.FromMilliseconds(1), PageSize = 2 };

    private readonly CancellationTokenSource _stop = new();
    private readonly ResourceStore _store = new();
    private readonly RecordedLog<KindWatch> _log = new();
    private WatchHealth? _health;
    private KindWatch? _watch;
    private Task _running = Task.CompletedTask;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    [Fact]
    public async Task A_server_that_streams_lists_is_asked_once_for_everything_and_what_follows()
    {
        var server = new ScriptedServer();
        var stream = server.AnswerWatch();
        Follow(server);

        Assert.Equal("watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan", await server.NextRequestAsync());
        await stream.SendAsync(Added("a", 3) + Added("b", 4));
        Assert.Empty(Names());
        await stream.SendAsync(InitialEventsEnd(9) + Added("c", 10));

        await SeesAsync("a", "b", "c");
        Assert.True(_watch!.Synced.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_resumed_where_it_broke_without_a_list()
    {
        var server = new ScriptedServer();
        var stream = server.AnswerWatch();
        Follow(server);
        await server.NextRequestAsync();
        await stream.SendAsync(Added("a", 3) + InitialEventsEnd(9) + Added("b", 10) + """{"type":"ADDED","object":{"meta""");
        await SeesAsync("a", "b");

        stream.End(new IOException("connection reset by peer"));

        Assert.Equal("limit=1&resourceVersion=10&resourceVersionMatch=NotOlderThan", await server.NextRequestAsync());
        server.Answer(List(11));
        Assert.Equal("watch=1&resourceVersion=10", await server.NextRequestAsync());
        var next = server.AnswerWatch();
        await next.SendAsync(Added("c", 11) + Deleted("a", 12));
        await SeesAsync("b", "c");
    }

    [Fact]
    public async Task A_watch_that_the_server_ends_is_asked_for_again_from_its_last_bookmark()
    {
        var (server, stream) = await FollowingOneAsync();

        await stream.SendAsync(Bookmark(40));
        stream.End();

        Assert.Equal("watch=1&resourceVersion=40", await server.NextRequestAsync());
    }

    [Fact]
    public async Task A_watch_that_ended_without_a_word_is_doubted()
    {
        var server = new ScriptedServer();
        Follow(server);
        await server.NextRequestAsync();
        server.Answer(Added("a", 3) + InitialEventsEnd(9));
        Assert.Equal("limit=1&resourceVersion=9&resourceVersionMatch=NotOlderThan", await server.NextRequestAsync());
    }

    [Fact]
    public async Task History_that_is_lost_is_made_up_for_by_difference()
    {
        var server = new ScriptedServer();
        var stream = server.AnswerWatch();
        Follow(server);
        await server.NextRequestAsync();
        await stream.SendAsync(Added("a", 3) + Added("b", 4) + Added("c", 5) + InitialEventsEnd(9));
        await SeesAsync("a", "b", "c");
        var before = _store.Current;

        await stream.SendAsync("""{"type":"ERROR","object":{"kind":"Status","message":"too old resource version","reason":"Expired","code":410}}""" + "\n");
        Assert.Equal("watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan", await server.NextRequestAsync());
        var again = server.AnswerWatch();
        await again.SendAsync(Added("a", 3) + Added("b", 30) + Added("d", 31) + InitialEventsEnd(40));

        await SeesAsync("a", "b", "d");
        Assert.Same(before.Services.Find(new("shop", "a")), _store.Current.Services.Find(new("shop", "a")));
    }

    [Fact]
    public async Task An_older_server_is_listed_in_pages()
    {
        var server = new ScriptedServer(minor: 31);
        Follow(server);

        Assert.Equal("limit=2", await server.NextRequestAsync());
        server.Answer(List(20, "next", "a", "b"));
        Assert.Equal("limit=2&continue=next", await server.NextRequestAsync());
        Assert.Empty(Names());
        server.Answer(List(20, "", "c"));
        Assert.Equal("watch=1&resourceVersion=20", await server.NextRequestAsync());
        Assert.Equal(["a", "b", "c"], Names());
    }

    [Fact]
    public async Task A_server_that_refuses_streaming_lists_is_listed_in_pages_from_then_on()
    {
        var server = new ScriptedServer();
        Follow(server);
        await server.NextRequestAsync();

        server.Refuse(422, "Invalid", "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled");

        Assert.Equal("limit=2", await server.NextRequestAsync());
        Assert.Empty(Told);
    }

    [Fact]
    public async Task Pages_that_expire_are_followed_by_one_list_of_all()
    {
        var server = new ScriptedServer(minor: 30);
        Follow(server);
        await server.NextRequestAsync();
        server.Answer(List(20, "next", "a", "gone"));
        await server.NextRequestAsync();
        server.Refuse(410, "Expired", "the provided continue parameter is too old");

        Assert.Equal("", await server.NextRequestAsync());
        server.Answer(List(25, "", "a", "b", "c"));
        Assert.Equal("watch=1&resourceVersion=25", await server.NextRequestAsync());
        Assert.Equal(["a", "b", "c"], Names());
    }

    [Fact]
    public async Task A_server_that_lags_is_given_time_and_one_that_went_back_is_believed()
    {
        var server = new ScriptedServer();
        var stream = server.AnswerWatch();
        Follow(server);
        await server.NextRequestAsync();
        await stream.SendAsync(Added("a", 300) + Added("b", 400) + InitialEventsEnd(900));
        await SeesAsync("a", "b");
        stream.End(new IOException("connection reset by peer"));

        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal("limit=1&resourceVersion=900&resourceVersionMatch=NotOlderThan", await server.NextRequestAsync());
            server.Refuse(504, "Timeout", "Too large resource version: 900, current: 50", cause: "ResourceVersionTooLarge");
        }

        Assert.Equal("watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan", await server.NextRequestAsync());
        await server.AnswerWatch().SendAsync(Added("a", 30) + InitialEventsEnd(50));
        await SeesAsync("a");
    }

    [Theory]
    [InlineData(429, "TooManyRequests")]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(500, "InternalError")]
    public async Task A_server_in_trouble_is_asked_again_and_what_is_known_stays(int code, string reason)
    {
        var (server, stream) = await FollowingOneAsync();
        stream.End(new IOException("connection reset by peer"));
        await server.NextRequestAsync();

        for (var attempt = 0; attempt < 5; attempt++)
        {
            server.Refuse(code, reason);
            Assert.Equal("limit=1&resourceVersion=9&resourceVersionMatch=NotOlderThan", await server.NextRequestAsync());
            Assert.Equal(["a"], Names());
            Assert.NotNull(_health!.BehindSince);
        }

        server.Answer(List(10));
        await server.NextRequestAsync();
        await server.AnswerWatch().SendAsync(Added("b", 11));
        await SeesAsync("a", "b");
        Assert.Null(_health!.BehindSince);
        Assert.Equal(2, Told.Count());
    }

    [Fact]
    public async Task A_kind_that_may_not_be_read_counts_as_empty_where_the_gateway_can_do_without()
    {
        var server = new ScriptedServer();
        Follow(server, kind => kind with { IsOptional = true });
        await server.NextRequestAsync();

        server.Refuse(403, "Forbidden", "services is forbidden");

        await _watch!.Synced.WaitAsync(Answers.Patience);
        await server.NextRequestAsync();
        server.Refuse(403, "Forbidden", "services is forbidden");
        await server.NextRequestAsync();
        Assert.Single(Told);
    }

    [Fact]
    public async Task A_kind_that_the_gateway_needs_holds_the_start_until_it_may_be_read()
    {
        var server = new ScriptedServer();
        Follow(server);
        await server.NextRequestAsync();
        server.Refuse(403, "Forbidden", "services is forbidden");
        await server.NextRequestAsync();
        Assert.False(_watch!.Synced.IsCompleted);
        Assert.Contains("services is forbidden", _health!.Problem, StringComparison.Ordinal);

        server.Answer(Added("a", 3) + InitialEventsEnd(9));

        await _watch.Synced.WaitAsync(Answers.Patience);
    }

    [Fact]
    public async Task An_api_that_is_not_installed_is_looked_for_quietly_and_let_go_of_when_it_is_removed()
    {
        var server = new ScriptedServer();
        Follow(server, kind => kind with { IsCustom = true });
        await server.NextRequestAsync();
        server.Refuse(404, "NotFound");
        await _watch!.Synced.WaitAsync(Answers.Patience);
        await server.NextRequestAsync();
        Assert.Empty(Told);

        var stream = server.AnswerWatch();
        await stream.SendAsync(Added("a", 3) + InitialEventsEnd(9));
        await SeesAsync("a");
        stream.End(new IOException("connection reset by peer"));
        await server.NextRequestAsync();
        server.Refuse(404, "NotFound");

        await SeesAsync();
    }

    [Fact]
    public async Task An_api_that_is_part_of_the_server_is_never_taken_for_removed()
    {
        var (server, stream) = await FollowingOneAsync();
        stream.End(new IOException("connection reset by peer"));
        await server.NextRequestAsync();

        server.Refuse(404, "NotFound");

        await server.NextRequestAsync();
        Assert.Equal(["a"], Names());
    }

    [Fact]
    public async Task An_object_that_becomes_unreadable_stays_as_it_was_and_is_told_once()
    {
        var (server, stream) = await FollowingOneAsync();

        await stream.SendAsync(Broken("a", 10) + Broken("a", 11) + Added("b", 12));
        await SeesAsync("a", "b");
        Assert.Single(Told, message => message.Contains("Service shop/a cannot be read", StringComparison.Ordinal));

        stream.End(new IOException("connection reset by peer"));
        await server.NextRequestAsync();
        server.Refuse(410, "Expired");
        await server.NextRequestAsync();
        await server.AnswerWatch().SendAsync(Broken("a", 11) + Added("b", 12) + Added("c", 13) + InitialEventsEnd(40));
        await SeesAsync("a", "b", "c");
    }

    [Fact]
    public async Task A_change_that_touches_nothing_that_is_read_is_none()
    {
        var (_, stream) = await FollowingOneAsync();
        var before = _store.Current.Services.Find(new("shop", "a"));

        await stream.SendAsync("""{"type":"MODIFIED","object":{"metadata":{"name":"a","namespace":"shop","resourceVersion":"10","annotations":{"note":"x"},"managedFields":[{}]},"spec":{}}}""" + "\n" + Added("b", 11));

        await SeesAsync("a", "b");
        Assert.Same(before, _store.Current.Services.Find(new("shop", "a")));
    }

    [Fact]
    public async Task An_object_that_comes_twice_at_once_is_the_last()
    {
        var server = new ScriptedServer();
        var stream = server.AnswerWatch();
        Follow(server);
        await server.NextRequestAsync();
        await stream.SendAsync(InitialEventsEnd(9) + Added("a", 10) + Deleted("a", 11) + Added("a", 12) + Deleted("b", 13) + Added("c", 14));

        await SeesAsync("a", "c");
        Assert.Equal("12", _store.Current.Services.Find(new("shop", "a"))!.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task In_one_namespace_the_others_are_left_alone()
    {
        _store.Apply([ResourceChange.Upsert(new Service { Metadata = new() { Name = "x", Namespace = "elsewhere" } })]);
        var server = new ScriptedServer();
        Follow(server, scope: "shop");
        await server.NextRequestAsync();

        server.Answer(Added("a", 3) + InitialEventsEnd(9));

        await SeesAsync("a", "x");
    }

    private void Follow(ScriptedServer server, Func<WatchedKind, WatchedKind>? change = null, string? scope = null)
    {
        var kind = (change ?? (kind => kind))(Answers.Kind("Service"));
        var client = new ApiClient(new HttpMessageInvoker(server), new("https://cluster.test"), TimeProvider.System);
        _health = new(TimeProvider.System, _log);
        _watch = new(
            kind,
            scope,
            new(client, Quick, TimeProvider.System, new Random(1)),
            new(client),
            new(kind, scope, _store, _log),
            _health,
            Quick,
            new Random(1),
            TimeProvider.System,
            _log);
        _running = _watch.RunAsync(_stop.Token);
    }

    /// <summary>A server with its watch open, and the Service <c>a</c> in the store.</summary>
    private async Task<(ScriptedServer Server, ScriptedServer.OpenWatch Watch)> FollowingOneAsync()
    {
        var server = new ScriptedServer();
        var stream = server.AnswerWatch();
        Follow(server);
        await server.NextRequestAsync();
        await stream.SendAsync(Added("a", 3) + InitialEventsEnd(9));
        await SeesAsync("a");
        return (server, stream);
    }

    private IEnumerable<string> Told => _log.Lines.Where(line => line.Level >= LogLevel.Information).Select(line => line.Text);

    private IEnumerable<string> Names() => _store.Current.Services.Keys.Select(name => name.Name).Order(StringComparer.Ordinal);

    private async Task SeesAsync(params string[] names) => await Eventually.IsTrue(() => Names().SequenceEqual(names));

    private static string Added(string name, int version) => Event("ADDED", name, version, "{}");

    private static string Deleted(string name, int version) => Event("DELETED", name, version, "{}");

    private static string Broken(string name, int version) => Event("MODIFIED", name, version, """{"ports":5}""");

    private static string Event(string type, string name, int version, string spec) => Line(
        """{"type":"TYPE","object":{"metadata":{"name":"NAME","namespace":"shop","resourceVersion":"VERSION"},"spec":SPEC}}""",
        ("TYPE", type), ("NAME", name), ("VERSION", $"{version}"), ("SPEC", spec));

    private static string InitialEventsEnd(int version) => Line(
        """{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"VERSION","annotations":{"k8s.io/initial-events-end":"true"}}}}""", ("VERSION", $"{version}"));

    private static string Bookmark(int version) => Line("""{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"VERSION"}}}""", ("VERSION", $"{version}"));

    private static string List(int version, string next = "", params string[] names) => Line(
        """{"metadata":{"resourceVersion":"VERSION","continue":"NEXT"},"items":[ITEMS]}""",
        ("VERSION", $"{version}"), ("NEXT", next), ("ITEMS", string.Join(',', names.Select(ListReaderTests.Named))));

    private static string Line(string json, params (string Placeholder, string Value)[] values) =>
        values.Aggregate(json, (text, pair) => text.Replace(pair.Placeholder, pair.Value, StringComparison.Ordinal)) + "\n";
}
