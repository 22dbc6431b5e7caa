using Gateway.Model;
using Gateway.Model.Resources;
using Gateway.Model.Translation;
using Gateway.Reconciliation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Reconciliation;

public sealed class ReconcilerTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly ResourceStore _store = new();
    private readonly RecordingTarget _first = new("first");
    private readonly RecordingTarget _second = new("second");
    private readonly TargetLoop[] _loops;
    private readonly Reconciler _reconciler;

    public ReconcilerTests()
    {
        _loops = [new(_first, _time, NullLogger<TargetLoop>.Instance), new(_second, _time, NullLogger<TargetLoop>.Instance)];
        _reconciler = new(_store, _loops, new TranslationOptions { StandAlone = true }, _time, NullLogger<Reconciler>.Instance);
    }

    private async Task StartAsync()
    {
        foreach (var loop in _loops)
            await loop.StartAsync(default);
        await _reconciler.StartAsync(default);
    }

    public async ValueTask DisposeAsync()
    {
        await _reconciler.StopAsync(default);
        foreach (var loop in _loops)
            await loop.StopAsync(default);
    }

    private static ResourceChange ServiceNamed(string name) => ResourceChange.Upsert(new Service
    {
        Metadata = new() { Name = name, Namespace = "default" },
        Spec = new() { Ports = [new() { Name = "http", Port = 80 }] },
    });

    private static int Hosts(RecordingTarget target) => target.Applied.LastOrDefault()?.Http.Hosts.Count ?? -1;

    [Fact]
    public async Task Nothing_is_translated_before_the_source_has_synced()
    {
        await StartAsync();
        _store.Apply([ServiceNamed("one")]);
        Assert.Empty(_first.Applied);

        _store.Apply([ServiceNamed("two")]);
        _store.MarkSynced();

        await Eventually.IsTrue(() => _first.Applied.Count == 1);
        Assert.Equal(4, Hosts(_first));
    }

    [Fact]
    public async Task An_empty_source_is_a_state_of_its_own()
    {
        await StartAsync();

        _store.MarkSynced();

        await Eventually.IsTrue(() => _loops.All(loop => loop.AppliedGeneration == 1));
    }

    [Fact]
    public async Task Changes_during_the_rest_are_taken_together()
    {
        await StartAsync();
        _store.MarkSynced();
        await Eventually.IsTrue(() => _first.Applied.Count == 1 && _time.Waiting == 1);

        for (var index = 0; index < 20; index++)
            _store.Apply([ServiceNamed($"service-{index}")]);
        Assert.Single(_first.Applied);
        _time.Advance(Reconciler.MinInterval);

        await Eventually.IsTrue(() => Hosts(_first) == 40);
        Assert.Equal(2, _first.Applied.Count);
    }

    [Fact]
    public async Task A_target_that_fails_does_not_hold_up_the_other()
    {
        _first.FailNext(int.MaxValue);
        await StartAsync();

        _store.MarkSynced();

        await Eventually.IsTrue(() => _second.Applied.Count == 1);
        Assert.Empty(_first.Applied);
        Assert.Equal(0, _loops[0].AppliedGeneration);
    }

    [Fact]
    public async Task Removing_everything_leaves_nothing()
    {
        await StartAsync();
        _store.Apply([ServiceNamed("one")]);
        _store.MarkSynced();
        await Eventually.IsTrue(() => Hosts(_first) == 2 && _time.Waiting == 1);

        _store.Apply([ResourceChange.Delete(ServiceNamed("one").Reference)]);
        _time.Advance(Reconciler.MinInterval);

        await Eventually.IsTrue(() => Hosts(_first) == 0);
        var state = _first.Applied.Last();
        Assert.Empty(state.Http.Clusters);
        Assert.Empty(state.Conditions);
    }
}
