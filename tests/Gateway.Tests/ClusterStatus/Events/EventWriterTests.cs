using System.Net;
using System.Text.Json.Nodes;
using Gateway.ClusterStatus.Events;
using Gateway.Model;
using Gateway.Model.Resources;
using Microsoft.Extensions.Logging;
using static Gateway.Tests.ClusterStatus.StatusScene;

namespace Gateway.Tests.ClusterStatus.Events;

public sealed class EventWriterTests : IAsyncDisposable
{
    private const string EventsPath = "/apis/events.k8s.io/v1/namespaces/shop/events";

    private readonly StatusScene _scene = new();

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    private IReadOnlyList<string> Posts => _scene.Cluster.RequestsOf("POST", "/events");

    [Fact]
    public async Task What_is_refused_is_told_on_the_object()
    {
        await _scene.StartAsync();
        var ingress = _scene.Put(Refused("a"));

        await Eventually.IsTrue(() => _scene.Events.Count == 1);
        var told = _scene.Events[0];
        Assert.Equal(("ServiceNotFound", "Warning", "a"), ((string?)told["reason"], (string?)told["type"], (string?)told["reportingInstance"]));
        Assert.Equal(ingress.Metadata.Uid, (string?)told["regarding"]!["uid"]);
        Assert.Contains("Service shop/web does not exist", (string?)told["note"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_told_once_however_often_the_object_is_touched()
    {
        await _scene.StartAsync();
        var ingress = _scene.Put(Refused("a")).Reference;
        for (var i = 0; i < 10; i++)
            _scene.Edit(ingress, json => json["metadata"]!["annotations"] = new JsonObject { ["note"] = $"{i}" });

        await _scene.RestAsync();
        Assert.Single(Posts);
    }

    [Fact]
    public async Task What_comes_and_goes_is_told_once()
    {
        await _scene.StartAsync();
        _scene.Put(Refused("a"));
        for (var i = 0; i < 10; i++)
        {
            await _scene.RestAsync();
            _scene.Put(Web());
            await _scene.RestAsync();
            _scene.Delete(Web().Reference);
        }

        await _scene.RestAsync();
        Assert.Single(Posts);
    }

    [Fact]
    public async Task What_still_holds_is_told_again_when_the_API_server_has_forgotten_it()
    {
        // A day's lease, so that the clock may go in long steps.
        var day = TimeSpan.FromDays(1);
        await _scene.StartAsync(lease: new() { Duration = 3 * day, RenewDeadline = 2 * day, Retry = day });
        _scene.Put(Refused("a"));
        await Eventually.IsTrue(() => Posts.Count == 1);

        await _scene.RestAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(60));
        await _scene.RestAsync();
        Assert.Single(Posts);
        _scene.Time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.IsTrue(() => Posts.Count == 2);
        // It had not: the old one stands.
        await _scene.RestAsync();
        Assert.Single(_scene.Events);
    }

    [Fact]
    public async Task The_next_to_lead_finds_that_it_was_told()
    {
        var first = await _scene.StartAsync("a");
        var second = await _scene.StartAsync("b");
        _scene.Put(Refused("a"));
        await Eventually.IsTrue(() => _scene.Events.Count == 1);

        await first.StopAsync();
        await _scene.AdvanceUntil(() => Posts.Count == 2, TimeSpan.FromSeconds(10));

        await _scene.RestAsync();
        Assert.Single(_scene.Events);
        Assert.Empty(second.EventLog.Lines);
    }

    [Fact]
    public async Task Those_that_do_not_lead_tell_nothing()
    {
        await _scene.StartAsync("a");
        for (var i = 0; i < 5; i++)
            await _scene.StartAsync($"b{i}");
        _scene.Put(Refused("a"));

        await _scene.RestAsync();
        Assert.Single(Posts);
    }

    [Fact]
    public async Task Of_an_object_with_ever_new_faults_the_first_are_told_and_then_one_in_five_minutes()
    {
        await _scene.StartAsync();
        for (var i = 0; i < 40; i++)
        {
            _scene.Put(Refused("a", backend: $"missing-{i}"));
            await _scene.RestAsync();
        }
        Assert.InRange(Posts.Count, 25, 26);

        _scene.Put(Refused("b"));
        await Eventually.IsTrue(() => _scene.Events.Any(told => (string?)told["regarding"]!["name"] == "b"));

        await _scene.AdvanceUntil(() => _scene.Events.Any(told => ((string)told["note"]!).Contains("missing-39", StringComparison.Ordinal)), TimeSpan.FromMinutes(6), TimeSpan.FromSeconds(1));
        await _scene.RestAsync();
        Assert.InRange(Posts.Count, 27, 28);
    }

    [Fact]
    public async Task Of_a_thousand_objects_so_many_are_told_at_once_and_then_so_many_a_second()
    {
        const int Count = 1000;
        var replica = await _scene.StartAsync();
        var began = _scene.Time.GetTimestamp();
        _scene.Put([.. Enumerable.Range(0, Count).Select(i => Refused($"i{i}"))]);

        await Eventually.IsTrue(() => Posts.Count == EventVoice.Leader.Burst);
        while (Posts.Count < Count)
        {
            _scene.Advance(TimeSpan.FromSeconds(1));
            var due = Math.Min(Count, EventVoice.Leader.Burst + (int)(_scene.Time.GetElapsedTime(began).TotalSeconds * EventVoice.Leader.PerSecond));
            await Eventually.IsTrue(() => Posts.Count >= due - 1);
            Assert.InRange(Posts.Count, due - 1, due + 1);
            Assert.InRange(replica.Events.Waiting, 0, Count);
        }
    }

    [Fact]
    public async Task A_missing_right_is_one_warning_and_leaves_the_status_alone()
    {
        var replica = await _scene.StartAsync();
        _scene.Cluster.Refuse(request => request.Method == HttpMethod.Post, HttpStatusCode.Forbidden, "Forbidden", "you cannot create resource events");
        var ingresses = Enumerable.Range(0, 20).Select(i => _scene.Put(Refused($"i{i}")).Reference).ToArray();

        await Eventually.IsTrue(() => ingresses.All(ingress => _scene.AddressesOf(ingress) == Address));
        await _scene.RestAsync();
        Assert.InRange(Posts.Count, 1, 4);
        Assert.Contains("cannot create resource events", Assert.Single(replica.EventLog.Lines).Text, StringComparison.Ordinal);

        _scene.Cluster.RefuseNothing();
        await _scene.AdvanceUntil(() => _scene.Events.Count == 20, TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(1));
        await Eventually.IsTrue(() => replica.EventLog.Lines[^1].Level == LogLevel.Information);
    }

    [Fact]
    public async Task In_a_namespace_that_is_ending_nothing_is_told_and_nobody_warned()
    {
        var replica = await _scene.StartAsync();
        _scene.Cluster.Refuse(
            request => request.Method == HttpMethod.Post,
            HttpStatusCode.Forbidden, "Forbidden", "unable to create new content in namespace shop because it is being terminated");
        _scene.Put(Refused("a"));

        await Eventually.IsTrue(() => Posts.Count == 1);
        await _scene.RestAsync();
        Assert.Equal(0, replica.Events.Waiting);
        Assert.Empty(replica.EventLog.Lines);
    }

    [Fact]
    public async Task Of_objects_without_fault_nothing_is_kept()
    {
        var replica = await _scene.StartAsync();
        _scene.Put(Web());
        _scene.Put([.. Enumerable.Range(0, 20).Select(i => Refused($"i{i}"))]);

        await Eventually.IsTrue(() => replica.IsIdle);
        Assert.Empty(Posts);
        Assert.Equal(0, replica.Events.Waiting);
    }

    /// <summary>An Ingress whose Service does not exist.</summary>
    private static Ingress Refused(string name, string backend = "web")
    {
        var ingress = Ingress(name);
        return ingress with { Spec = ingress.Spec! with { DefaultBackend = new() { Service = new() { Name = backend, Port = new() { Number = 80 } } } } };
    }
}
