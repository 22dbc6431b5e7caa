using Gateway.ClusterStatus.Events;
using Gateway.Model;
using Gateway.Model.Resources;
using static Gateway.Tests.ClusterStatus.StatusScene;

namespace Gateway.Tests.ClusterStatus.Events;

public sealed class NodeEventsTests : IAsyncDisposable
{
    private static readonly Condition NoScheduler = new(ConditionSeverity.Warning, "SchedulerNotAvailable", "", "the kernel has no such scheduler");

    private readonly StatusScene _scene = new();

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    private IReadOnlyList<string> Posts => _scene.Cluster.RequestsOf("POST", "/events");

    [Fact]
    public async Task What_a_node_finds_is_told_on_the_object_by_the_replica_there_though_another_one_leads()
    {
        await _scene.StartAsync("a");
        var other = await _scene.StartAsync("b");
        var service = _scene.Put(Web());

        other.Found.Publish(Of(service.Reference, NoScheduler));

        await Eventually.IsTrue(() => _scene.Events.Count == 1);
        var told = _scene.Events[0];
        Assert.Equal(
            ("SchedulerNotAvailable", "Serve", "b", "on node node-of-b: the kernel has no such scheduler"),
            ((string?)told["reason"], (string?)told["action"], (string?)told["reportingInstance"], (string?)told["note"]));
        Assert.Equal(service.Metadata.Uid, (string?)told["regarding"]!["uid"]);
    }

    [Fact]
    public async Task What_was_found_before_the_start_is_told()
    {
        await _scene.StartAsync("a");
        var service = _scene.Put(Web());
        var replica = await _scene.StartAsync("b");
        replica.Take(ResourceChange.Upsert(service));
        await replica.NodeEvents.StopAsync(default);
        replica.Found.Publish(Of(service.Reference, NoScheduler));
        Assert.Empty(_scene.Events);

        await replica.NodeEvents.StartAsync(default);

        await Eventually.IsTrue(() => _scene.Events.Count == 1);
    }

    [Fact]
    public async Task What_several_nodes_find_alike_is_one_event()
    {
        var replicas = new[] { await _scene.StartAsync("a"), await _scene.StartAsync("b"), await _scene.StartAsync("c") };
        var service = _scene.Put(Web());
        foreach (var replica in replicas)
            replica.Found.Publish(Of(service.Reference, NoScheduler));

        await Eventually.IsTrue(() => Posts.Count == 3);
        await _scene.RestAsync();
        Assert.Single(_scene.Events);
        Assert.Equal(3, Posts.Count);
    }

    [Fact]
    public async Task A_node_tells_slowly()
    {
        const int Count = 40;
        var replica = await _scene.StartAsync();
        var services = Enumerable.Range(0, Count).Select(i => Web() with { Metadata = new() { Name = $"s{i}", Namespace = "shop" } }).ToArray();
        _scene.Put(services);
        var began = _scene.Time.GetTimestamp();
        var voice = EventVoice.Node("any");
        replica.Found.Publish(services.Aggregate(
            PersistentMap<ObjectReference, ObjectConditions>.Empty, (found, service) => found.Set(service.Reference, new([NoScheduler]))));

        await Eventually.IsTrue(() => Posts.Count == voice.Burst);
        while (Posts.Count < Count)
        {
            _scene.Advance(TimeSpan.FromSeconds(1));
            var due = voice.Burst + (int)(_scene.Time.GetElapsedTime(began).TotalSeconds * voice.PerSecond);
            await Eventually.IsTrue(() => Posts.Count >= Math.Min(Count, due) - 1);
            Assert.InRange(Posts.Count, 0, due + 1);
        }
    }

    private static PersistentMap<ObjectReference, ObjectConditions> Of(ObjectReference reference, params ValueArray<Condition> conditions) =>
        PersistentMap<ObjectReference, ObjectConditions>.Empty.Set(reference, new(conditions));
}
