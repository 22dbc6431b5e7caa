using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.KubernetesApi.Watching;

/// <summary>
/// Follows the objects of one kind in one scope for ever. Guarantees:
/// 1. what the server has at some moment is taken over as a whole, by difference to what is known, before anything else counts;
/// 2. each change after that is applied once, in order; a connection that ends is resumed where it ended, without another list;
/// 3. only where the server no longer knows that point, or has gone back behind it, everything is taken over again;
/// 4. a server that fails is asked again after 200 ms to 30 s, with jitter, and not before it wants to be.
/// </summary>
internal sealed class KindWatch(
    WatchedKind kind,
    string? scope,
    ListWatch api,
    ServerFeatures server,
    KindReplica replica,
    WatchHealth health,
    WatchTimings timings,
    Random random,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>Servers behind a balancer may lag behind each other for a moment: only one that stays behind has lost its history.</summary>
    private const int PatienceWithLaggingServers = 3;

    private static readonly TimeSpan WorkedForAWhile = TimeSpan.FromSeconds(1);

    private readonly string _name = scope is null ? kind.Plural : $"{scope}/{kind.Plural}";
    private readonly Backoff _backoff = new(timings, random);
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<WatchEvent> _events = [];
    private string? _version;
    private bool _isDoubtful;
    private int _behind;
    private string? _refusal;

    /// <summary>Completes when what the server had at the start is in the store, or it is clear that there is nothing to be had.</summary>
    public Task Synced => _synced.Task;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(cancellationToken);
            }
            catch (ApiException error)
            {
                ApiTelemetry.Failures.Add(1, new("kind", kind.Kind), new("failure", error.Failure.ToString()));
                await Task.Delay(Judge(error), time, cancellationToken);
            }
        }
    }

    /// <summary>From wherever the last one ended to the end of one watch.</summary>
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (_version is null && await server.HasStreamingListsAsync(cancellationToken))
        {
            await using var fresh = await api.WatchFromStartAsync(kind, scope, cancellationToken);
            var stream = new WatchStream(fresh, kind, timings);
            await TakeInitialEventsAsync(stream, cancellationToken);
            await TakeEventsAsync(stream, cancellationToken);
            return;
        }
        if (_version is null)
            await TakeListAsync(cancellationToken);
        else if (_isDoubtful)
            await api.EnsureReachedAsync(kind, scope, _version, cancellationToken);
        (_isDoubtful, _behind) = (false, 0);
        await using var pipe = await api.WatchAsync(kind, scope, _version!, cancellationToken);
        await TakeEventsAsync(new(pipe, kind, timings), cancellationToken);
    }

    private async Task TakeListAsync(CancellationToken cancellationToken)
    {
        var (objects, unreadable) = (new List<KubernetesObject>(), new List<(ObjectReference, string)>());
        var (pageSize, next) = (timings.PageSize, "");
        do
        {
            ListPage page;
            try
            {
                page = await api.ListAsync(kind, scope, pageSize, next, cancellationToken);
            }
            catch (ApiException error) when (error.Failure == ApiFailure.Expired && next.Length > 0)
            {
                // The pages took longer than the server keeps its history. All at once, nothing can expire.
                objects.Clear();
                unreadable.Clear();
                page = await api.ListAsync(kind, scope, pageSize: 0, "", cancellationToken);
            }
            objects.AddRange(page.Objects);
            unreadable.AddRange(page.Unreadable);
            (_version, next) = (page.Version, page.Continue);
        }
        while (next.Length > 0);
        TakeOver(objects, unreadable, _version);
    }

    private async Task TakeInitialEventsAsync(WatchStream stream, CancellationToken cancellationToken)
    {
        var objects = new Dictionary<NamespacedName, KubernetesObject>();
        var unreadable = new Dictionary<NamespacedName, (ObjectReference, string)>();
        while (true)
        {
            _events.Clear();
            if (!await stream.ReadAsync(_events, cancellationToken))
                throw new ApiException(ApiFailure.Unreachable, $"watch {_name}", "the watch ended before its initial events did");
            for (var i = 0; i < _events.Count; i++)
            {
                var happened = _events[i];
                if (happened.Type == WatchEventType.Error)
                    throw ErrorOf(happened);
                if (happened.Type == WatchEventType.Upsert)
                    objects[happened.Reference.Name] = happened.Object!;
                else if (happened.Type == WatchEventType.Delete)
                    objects.Remove(happened.Reference.Name);
                else if (happened.Type == WatchEventType.Unreadable)
                    unreadable[happened.Reference.Name] = (happened.Reference, happened.Fault!);
                if (happened.Type != WatchEventType.InitialEventsEnd)
                    continue;
                TakeOver(objects.Values, unreadable.Values, happened.Version);
                _events.RemoveRange(0, i + 1);
                Take(_events);
                return;
            }
        }
    }

    private void TakeOver(IReadOnlyCollection<KubernetesObject> objects, IEnumerable<(ObjectReference, string)> unreadable, string? version)
    {
        replica.Replace(objects, unreadable);
        _version = version;
        (_isDoubtful, _behind) = (false, 0);
        Heard();
        logger.KindListed(_name, objects.Count, version);
        _synced.TrySetResult();
    }

    private async Task TakeEventsAsync(WatchStream stream, CancellationToken cancellationToken)
    {
        Heard();
        var (began, isSilent) = (time.GetTimestamp(), true);
        _events.Clear();
        try
        {
            while (await stream.ReadAsync(_events, cancellationToken))
            {
                isSilent = false;
                Take(_events);
                Heard();
                _events.Clear();
            }
            // A server that had nothing to say, not even how far it is, may be one whose store is older than what we know.
            _isDoubtful = isSilent;
        }
        finally
        {
            // A connection that did its work for a while has not failed yet; one that ends at once has, however well it began.
            if (!isSilent || time.GetElapsedTime(began) >= WorkedForAWhile)
                _backoff.Reset();
        }
        if (isSilent && time.GetElapsedTime(began) < WorkedForAWhile)
            await Task.Delay(_backoff.Next(null), time, cancellationToken);
    }

    private void Take(List<WatchEvent> events)
    {
        var error = events.FindIndex(happened => happened.Type == WatchEventType.Error);
        var good = error < 0 ? events : events.GetRange(0, error);
        ApiTelemetry.Events.Add(good.Count, new KeyValuePair<string, object?>("kind", kind.Kind));
        replica.Apply(good);
        _version = good.FindLast(happened => happened.Version is { Length: > 0 }).Version ?? _version;
        if (error >= 0)
            throw ErrorOf(events[error]);
    }

    private void Heard()
    {
        if (_refusal is not null)
            logger.KindAllowed(_name);
        _refusal = null;
        health.Heard(_name);
    }

    private ApiException ErrorOf(WatchEvent happened) =>
        ApiErrors.Build($"watch {_name}", System.Net.HttpStatusCode.OK, happened.Status ?? new() { Message = "the watch ended with an error that says nothing" });

    // Expired                          the point to resume from is forgotten: take everything over again
    // ResourceVersionTooLarge          the server lags, or has lost its history: then too
    // Invalid, at a streaming list     an older server: list in pages
    // NotFound, a custom resource      its API is not installed: there are none
    // Forbidden                        told once, and looked for now and then
    // anything else                    the server is in trouble, or the way to it
    private TimeSpan Judge(ApiException error)
    {
        var isStart = _version is null;
        _isDoubtful = !isStart;
        switch (error.Failure)
        {
            case ApiFailure.Expired:
                _version = null;
                return _backoff.Next(error.RetryAfter);
            case ApiFailure.ResourceVersionTooLarge:
                _version = ++_behind < PatienceWithLaggingServers ? _version : null;
                return _backoff.Next(error.RetryAfter);
            case ApiFailure.Invalid when isStart && server.Forget():
                return TimeSpan.Zero;
            case ApiFailure.NotFound when kind.IsCustom:
                LetGo();
                return timings.AbsentRetry * (0.75 + (0.5 * random.NextDouble()));
            case ApiFailure.Forbidden:
                return Refused(error);
            default:
                health.Lost(_name, error);
                return _backoff.Next(error.RetryAfter);
        }
    }

    private void LetGo()
    {
        if (_version is not null)
            logger.ApiGone(_name);
        _version = null;
        replica.Clear();
        health.Heard(_name);
        _synced.TrySetResult();
    }

    private TimeSpan Refused(ApiException error)
    {
        if (_refusal != error.Reason)
            logger.KindForbidden(
                kind.IsBeyondRoles ? LogLevel.Information : LogLevel.Warning,
                _name,
                kind.IsOptional ? "what needs them is not served" : "nothing new is served without them",
                error.Reason);
        _refusal = error.Reason;
        if (kind.IsOptional)
            _synced.TrySetResult();
        else
            health.Lost(_name, error);
        return timings.AbsentRetry * (0.75 + (0.5 * random.NextDouble()));
    }
}
