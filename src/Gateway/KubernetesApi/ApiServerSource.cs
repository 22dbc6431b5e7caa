using Gateway.KubernetesApi.Watching;
using Gateway.Reconciliation;

namespace Gateway.KubernetesApi;

/// <summary>A cluster as the place where objects come from: lists and watches of what the gateway reads, each by itself, all over one connection.</summary>
internal sealed class ApiServerSource(
    ApiClient client,
    string description,
    IReadOnlyList<WatchedKind> kinds,
    IReadOnlyList<string> namespaces,
    LastKnownGoodStart lastKnownGood,
    WatchTimings timings,
    Random random,
    TimeProvider time,
    ILogger<ApiServerSource> logger) : IResourceSource
{
    private static readonly string?[] WholeCluster = [null];

    private readonly WatchHealth _health = new(time, logger);

    public string Description => namespaces.Count == 0 ? description : $"{description}, {(namespaces.Count == 1 ? "namespace" : "namespaces")} {string.Join(", ", namespaces)}";

    /// <inheritdoc />
    public SourceState State => new(_health.BehindSince, _health.Problem);

    /// <inheritdoc />
    public async Task RunAsync(ResourceStore store, CancellationToken cancellationToken)
    {
        using var meter = ApiTelemetry.MeasureAge(_health, time);
        var watches = Watches(store);
        // What is in the store before the watches begin is what they compare with.
        await lastKnownGood.OfferAsync(store, client, kinds[0].PathIn(ScopesOf(kinds[0])[0]), cancellationToken);
        var running = watches.Select(watch => watch.RunAsync(cancellationToken)).Append(StateAgeReport.RunAsync(_health, time, logger, cancellationToken)).ToArray();
        await Task.WhenAll(watches.Select(watch => watch.Synced)).WaitAsync(cancellationToken);
        logger.Following(Description, store.Current.Objects.Count());
        store.MarkSynced();
        await Task.WhenAll(running);
    }

    private KindWatch[] Watches(ResourceStore store)
    {
        var (api, server) = (new ListWatch(client, timings, time, random), new ServerFeatures(client));
        return
        [
            .. from kind in kinds.Select(kind => kind with { IsBeyondRoles = namespaces.Count > 0 && !kind.IsNamespaced })
               from scope in ScopesOf(kind)
               let replica = new KindReplica(kind, scope, store, logger)
               select new KindWatch(kind, scope, api, server, replica, _health, timings, random, time, logger),
        ];
    }

    /// <summary>Kinds without a namespace are watched as a whole also where namespaces are given; a Role cannot allow it, and they are optional.</summary>
    private IReadOnlyList<string?> ScopesOf(WatchedKind kind) => kind.IsNamespaced && namespaces.Count > 0 ? [.. namespaces] : WholeCluster;
}
