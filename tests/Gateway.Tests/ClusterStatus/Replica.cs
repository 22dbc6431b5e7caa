using Gateway.ClusterStatus;
using Gateway.ClusterStatus.Events;
using Gateway.ClusterStatus.Leadership;
using Gateway.ClusterStatus.Pacing;
using Gateway.ClusterStatus.Publishing;
using Gateway.Model;
using Gateway.Model.Resources;
using Gateway.Model.Translation;
using Gateway.Reconciliation;

namespace Gateway.Tests.ClusterStatus;

/// <summary>One gateway's part in it: what it knows of the cluster, translated, and all that writes.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly RestingTime _electionTime;
    private readonly ResourceStore _store = new();
    private readonly ClusterStatusTarget _target;
    private readonly TranslationOptions _translation;
    private TranslationResult _result = TranslationResult.Empty;
    private bool _isStopped;

    public Replica(FakeCluster cluster, TimeProvider time, StatusOptions options, TranslationOptions translation, LeaseTimings? lease = null)
    {
        _translation = translation;
        var client = cluster.Client(time, () => IsCut);
        _electionTime = new RestingTime(time);
        Election = new(
            new(cluster.Client(_electionTime, () => IsCut), new(options.LeaseNamespace, options.LeaseName)),
            options,
            lease ?? new(),
            _electionTime,
            new Random(1),
            new RecordedLog<LeaderElection>());
        Statuses = new(new(client), Election, time, new Random(1), StatusLog);
        Events = new(client, Election, EventVoice.Leader, options, time, new Random(1), EventLog);
        NodeWriter = new(client, new EveryReplica(), EventVoice.Node($"node-of-{options.Identity}"), options, time, new Random(1), EventLog);
        NodeEvents = new(Found, _store, NodeWriter);
        _target = new(_store, options, Statuses, Events, TargetLog);
    }

    public LeaderElection Election { get; }

    public StatusWriter Statuses { get; }

    public EventWriter Events { get; }

    public EventWriter NodeWriter { get; }

    public NodeEvents NodeEvents { get; }

    /// <summary>What its data plane finds out.</summary>
    public TargetConditions Found { get; } = new();

    public RecordedLog<StatusWriter> StatusLog { get; } = new();

    public RecordedLog<EventWriter> EventLog { get; } = new();

    public RecordedLog<ClusterStatusTarget> TargetLog { get; } = new();

    /// <summary>Whether its way to the API server is broken; what it knows still comes.</summary>
    public bool IsCut { get; set; }

    /// <summary>Has looked at the lease, as far as there is anything to look at by now.</summary>
    public bool HasVoted => _isStopped || _electionTime.IsResting;

    public bool IsIdle => _isStopped || (Statuses.IsIdle && Events.IsIdle && NodeWriter.IsIdle);

    public async Task StartAsync()
    {
        await Election.StartAsync(default);
        await Statuses.StartAsync(default);
        await Events.StartAsync(default);
        await NodeEvents.StartAsync(default);
    }

    /// <summary>What a watch brings: taken in, translated, handed over.</summary>
    public void Take(params ResourceChange[] changes)
    {
        lock (_gate)
        {
            _store.Apply(changes);
            _result = Translator.Translate(_store.Current, _result, _translation);
            Assert.True(_target.ApplyAsync(_result.Desired, default).AsTask().IsCompletedSuccessfully);
        }
    }

    /// <summary>As a host stops it: what writes first, then what says who may.</summary>
    public async Task StopAsync()
    {
        _isStopped = true;
        await NodeEvents.StopAsync(default);
        await Events.StopAsync(default);
        await Statuses.StopAsync(default);
        await Election.StopAsync(default);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
            await StopAsync();
        NodeEvents.Dispose();
        Events.Dispose();
        Statuses.Dispose();
        Election.Dispose();
    }
}
