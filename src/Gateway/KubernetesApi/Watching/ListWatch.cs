using System.Globalization;

namespace Gateway.KubernetesApi.Watching;

/// <summary>The requests that following a kind is made of.</summary>
internal sealed class ListWatch(ApiClient client, WatchTimings timings, TimeProvider time, Random random)
{
    /// <summary>A page of everything as it is now.</summary>
    /// <param name="pageSize">0 asks for all of it at once.</param>
    /// <param name="next">The last page's token; empty for the first page.</param>
    /// <exception cref="ApiException"/>
    public async Task<ListPage> ListAsync(WatchedKind kind, string? scope, int pageSize, string next, CancellationToken cancellationToken)
    {
        var query = Query(kind, ("limit", pageSize == 0 ? null : Number(pageSize)), ("continue", next));
        await using var pipe = await OpenAsync("list", kind, scope, query, cancellationToken);
        return await ListReader.ReadAsync(pipe, kind, timings.StallTimeout, cancellationToken);
    }

    /// <summary>Everything that happens after a version.</summary>
    /// <exception cref="ApiException"/>
    public Task<PatientPipe> WatchAsync(WatchedKind kind, string? scope, string version, CancellationToken cancellationToken) =>
        OpenAsync("watch", kind, scope, Query(kind, [.. Watch(), ("resourceVersion", version)]), cancellationToken);

    /// <summary>Everything as it is now, as events that a bookmark ends, and then what happens (KEP-3157, streaming lists).</summary>
    /// <exception cref="ApiException"><see cref="ApiFailure.Invalid"/> where the server does not have it.</exception>
    public Task<PatientPipe> WatchFromStartAsync(WatchedKind kind, string? scope, CancellationToken cancellationToken) =>
        OpenAsync("watch", kind, scope, Query(kind, [.. Watch(), ("sendInitialEvents", "true"), ("resourceVersionMatch", "NotOlderThan")]), cancellationToken);

    /// <summary>
    /// Asks whether the server's store has come as far as a version. A watch from a version that lies ahead is silent instead of refused, so after a
    /// server was lost this is the only way to notice that another one, or an older backup, has taken its place.
    /// </summary>
    /// <exception cref="ApiException"><see cref="ApiFailure.ResourceVersionTooLarge"/> where it has not.</exception>
    public async Task EnsureReachedAsync(WatchedKind kind, string? scope, string version, CancellationToken cancellationToken)
    {
        var query = Query(kind, ("limit", "1"), ("resourceVersion", version), ("resourceVersionMatch", "NotOlderThan"));
        await using var pipe = await OpenAsync("list", kind, scope, query, cancellationToken);
    }

    private async Task<PatientPipe> OpenAsync(string verb, WatchedKind kind, string? scope, string query, CancellationToken cancellationToken)
    {
        var path = kind.PathIn(scope);
        ApiTelemetry.Requests.Add(1, new("verb", verb), new("kind", kind.Kind));
        var response = await client.SendAsync(HttpMethod.Get, path + query, null, cancellationToken);
        return await PatientPipe.OpenAsync(response, $"{verb} {path}", time, cancellationToken);
    }

    private (string, string?)[] Watch()
    {
        var seconds = (int)(timings.WatchDuration.TotalSeconds * (1 + random.NextDouble()));
        return [("watch", "1"), ("allowWatchBookmarks", "true"), ("timeoutSeconds", Number(Math.Max(1, seconds)))];
    }

    private static string Query(WatchedKind kind, params (string Name, string? Value)[] parameters) =>
        parameters.Append(("fieldSelector", kind.FieldSelector))
            .Where(parameter => !string.IsNullOrEmpty(parameter.Item2))
            .Aggregate("", (query, parameter) => $"{query}{(query.Length == 0 ? '?' : '&')}{parameter.Item1}={Uri.EscapeDataString(parameter.Item2!)}");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
