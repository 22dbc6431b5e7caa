using System.Collections.Concurrent;
using Gateway.ClusterStatus.Leadership;
using Gateway.ClusterStatus.Pacing;
using Gateway.KubernetesApi;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.ClusterStatus.Publishing;

/// <summary>
/// Keeps the status of what is claimed as the plan wants it. Guarantees: nothing is written that is there already, nothing by a replica that does
/// not lead, nothing over a version that has not been looked at; and whatever fails, fails here.
/// </summary>
internal sealed class StatusWriter(
    StatusClient client, LeaderElection election, TimeProvider time, Random random, ILogger<StatusWriter> logger) : BackgroundService
{
    public const double PerSecond = 20;
    public const int Burst = 50;

    private readonly TermWork _work = new(election, time, logger);
    private readonly FlowControl _flow = new("status", PerSecond, Burst, time, random, logger);
    private readonly ReleasedObjects _released = new();
    private readonly ConcurrentDictionary<ObjectReference, WriteHistory> _histories = new();
    private volatile View _view = new(DesiredState.Empty, ResourceSnapshot.Empty, null);

    public int Waiting => _work.Waiting;

    public bool IsIdle => _work.IsIdle;

    /// <summary>Hands over what should be said by now. For one caller at a time.</summary>
    /// <param name="snapshot">The objects, those that are no longer claimed included.</param>
    /// <param name="addresses">Null where they are not known: then only objects that have addresses of their own are touched.</param>
    public void Offer(DesiredState desired, ResourceSnapshot snapshot, ValueArray<LoadBalancerIngress>? addresses)
    {
        var last = _view;
        var changes = desired.Claims.ChangesSince(last.Desired.Claims);
        _released.Follow(changes, last.Addresses, snapshot);
        _view = new(desired, snapshot, addresses);
        foreach (var reference in addresses == last.Addresses ? changes.Select(change => change.Key) : Everything())
            _work.Add(reference);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _work.RunAsync(Everything, WriteAsync, stoppingToken);

    /// <summary>What is only remembered is looked at too, so that it is forgotten where there is no use for it.</summary>
    private IEnumerable<ObjectReference> Everything() => _view.Desired.Claims.Keys.Concat(_released.All).Concat(_histories.Keys);

    private async Task<TimeSpan?> WriteAsync(ObjectReference reference, CancellationToken cancellationToken)
    {
        var view = _view;
        var claim = view.Desired.Claims.Find(reference);
        if ((claim?.Object ?? view.Snapshot.Find(reference)) is not { Metadata.DeletionTimestamp: null } resource)
            return Forget(reference);
        var history = HistoryOf(reference, resource);
        if (NextPatch(resource, claim, view.Addresses, history) is not { } patch)
            return claim is null ? Forget(reference) : Settle(reference, history);
        if (_flow.RestOf(reference.Kind, reference.Name.Namespace) is var closed && closed > TimeSpan.Zero)
            return closed;
        if (history.RestBefore(patch) is var rest && rest > TimeSpan.Zero)
        {
            if (history.SayOnce())
                logger.Overwritten(reference, WriteHistory.Tolerated);
            return rest;
        }
        try
        {
            await _flow.TurnAsync(cancellationToken);
            // A turn can take minutes to come, and what was right then need not be.
            if (!election.IsLeader || _view.Addresses != view.Addresses || !ReferenceEquals(_view.Desired.Claims.Find(reference), claim))
                return TimeSpan.Zero;
            history.Wrote(patch, await client.WriteAsync(reference, patch, cancellationToken));
            _flow.Succeeded(reference.Kind, reference.Name.Namespace);
            return TimeSpan.Zero;
        }
        catch (ApiException error) when (error.Failure == ApiFailure.Conflict)
        {
            return await ReadAsync(reference, history, error, cancellationToken);
        }
        catch (ApiException error)
        {
            return DelayAfter(error, reference, history);
        }
    }

    /// <summary>
    /// Reads the version that was in the way: the watch need not ever show it, as what changed may be nothing that is read here. It is given the time
    /// to, though, since it alone tells whether the object is still ours.
    /// </summary>
    private async Task<TimeSpan?> ReadAsync(ObjectReference reference, WriteHistory history, ApiException conflict, CancellationToken cancellationToken)
    {
        try
        {
            await _flow.TurnAsync(cancellationToken);
            history.Read(await client.ReadAsync(reference, cancellationToken));
            return DelayAfter(conflict, reference, history);
        }
        catch (ApiException error)
        {
            return DelayAfter(error, reference, history);
        }
    }

    private TimeSpan? DelayAfter(ApiException error, ObjectReference reference, WriteHistory history) =>
        _flow.DelayAfter(error, reference.Kind, reference.Name.Namespace, history.Failed());

    private WriteHistory HistoryOf(ObjectReference reference, KubernetesObject resource)
    {
        var history = _histories.GetOrAdd(reference, _ => new(resource.Metadata.Uid, time));
        return history.Uid == resource.Metadata.Uid ? history : _histories[reference] = new(resource.Metadata.Uid, time);
    }

    private StatusPatch? NextPatch(KubernetesObject resource, Claim? claim, ValueArray<LoadBalancerIngress>? known, WriteHistory history)
    {
        var observed = history.Newest(ObservedStatus.Of(resource));
        var wanted = claim is not null
            ? StatusPlan.TryBuild(claim, known)
            : _released.Find(resource.Reference) is { } said ? Withdrawn(observed, said) : null;
        return wanted is null
            ? null
            : StatusPatch.Build(resource.Reference, observed, wanted, time.GetUtcNow()).FirstOrDefault(patch => !history.IsDone(patch, observed));
    }

    /// <summary>Addresses that are others than we published are somebody else's by now.</summary>
    private static WantedStatus Withdrawn(ObservedStatus observed, WantedStatus said) =>
        observed.HasAddresses(said.Addresses) ? WantedStatus.None : WantedStatus.None with { Addresses = observed.Addresses };

    /// <summary>What is as it should be: nothing is remembered of it unless it was written.</summary>
    private TimeSpan? Settle(ObjectReference reference, WriteHistory history)
    {
        if (history.IsEmpty)
            _histories.TryRemove(reference, out _);
        return history.UntilWatchCounts;
    }

    /// <summary>What is gone, or not claimed and taken back.</summary>
    private TimeSpan? Forget(ObjectReference reference)
    {
        _released.Forget(reference);
        _histories.TryRemove(reference, out _);
        return null;
    }

    private sealed record View(DesiredState Desired, ResourceSnapshot Snapshot, ValueArray<LoadBalancerIngress>? Addresses);
}
