using System.Collections.Concurrent;
using System.Text.Json;
using Gateway.ClusterStatus.Pacing;
using Gateway.KubernetesApi;
using Gateway.Model;

namespace Gateway.ClusterStatus.Events;

/// <summary>
/// Tells on the objects themselves what is wrong with them. Each thing is told once an hour at most, however often it comes and goes and whichever
/// replica tells it; an object that has much to be told about it waits without holding up others.
/// </summary>
internal sealed class EventWriter(
    ApiClient client, ITerms terms, EventVoice voice, StatusOptions options, TimeProvider time, Random random, ILogger<EventWriter> logger) : BackgroundService
{
    private const string Kind = "Event";

    private readonly TermWork _work = new(terms, time, logger);
    private readonly FlowControl _flow = new(voice.Name, voice.PerSecond, voice.Burst, time, random, logger);
    private readonly ConcurrentDictionary<ObjectReference, ToldEvents> _told = new();
    private volatile View _view = new(PersistentMap<ObjectReference, ObjectConditions>.Empty, ResourceSnapshot.Empty);

    public int Waiting => _work.Waiting;

    public bool IsIdle => _work.IsIdle;

    /// <summary>Hands over what there is to tell by now. For one caller at a time.</summary>
    /// <param name="snapshot">Holds the objects that it is about.</param>
    public void Offer(PersistentMap<ObjectReference, ObjectConditions> conditions, ResourceSnapshot snapshot)
    {
        var last = _view;
        _view = new(conditions, snapshot);
        foreach (var (reference, _, after) in conditions.ChangesSince(last.Conditions))
            if (EventPlan.HasAny(after))
                _work.Add(reference);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _work.RunAsync(Everything, TellAsync, stoppingToken);

    /// <summary>What is only remembered is looked at too, so that it is forgotten where there is no use for it.</summary>
    private IEnumerable<ObjectReference> Everything() =>
        _view.Conditions.Where(pair => EventPlan.HasAny(pair.Value)).Select(pair => pair.Key).Concat(_told.Keys);

    private async Task<TimeSpan?> TellAsync(ObjectReference reference, CancellationToken cancellationToken)
    {
        var view = _view;
        var told = _told.GetOrAdd(reference, _ => new(time));
        // A condition may be about an object that does not exist, and has nowhere to be told.
        if (view.Conditions.Find(reference) is { } conditions && view.Snapshot.Find(reference) is { } resource)
            foreach (var planned in EventPlan.Build(resource, conditions).Where(planned => !told.Contains(planned.Name)))
            {
                if (_flow.RestOf(Kind, planned.Namespace) is var closed && closed > TimeSpan.Zero)
                    return closed;
                if (!told.MayTell(out var wait))
                    return wait;
                await _flow.TurnAsync(cancellationToken);
                try
                {
                    await CreateAsync(EventPlan.Write(planned, resource, voice, options, time.GetUtcNow()), cancellationToken);
                    told.Told(planned.Name);
                    _flow.Succeeded(Kind, planned.Namespace);
                }
                catch (ApiException error)
                {
                    return _flow.DelayAfter(error, Kind, planned.Namespace, told.Failed());
                }
            }
        if (told.UntilNext() is { } again)
            return again;
        _told.TryRemove(reference, out _);
        return null;
    }

    private async Task CreateAsync(KubernetesEvent said, CancellationToken cancellationToken)
    {
        var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(said, EventJson.Default.KubernetesEvent))
        {
            Headers = { ContentType = new("application/json") },
        };
        try
        {
            await client.SendAsync(HttpMethod.Post, ApiPaths.EventsIn(said.Metadata.Namespace), body, EventJson.Default.KubernetesEvent, cancellationToken);
        }
        catch (ApiException error) when (error.Failure == ApiFailure.AlreadyExists)
        {
            // Told before: by another replica, or an earlier life of this one.
        }
    }

    private sealed record View(PersistentMap<ObjectReference, ObjectConditions> Conditions, ResourceSnapshot Snapshot);
}
