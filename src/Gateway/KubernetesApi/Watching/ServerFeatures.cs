using System.Text.Json.Serialization;

namespace Gateway.KubernetesApi.Watching;

/// <summary>What this API server can do beyond what all can.</summary>
internal sealed class ServerFeatures(ApiClient client)
{
    /// <summary>Streaming lists are beta in 1.32 and on by default; an older server that has the gate off refuses them, and one older still would ignore the wish.</summary>
    private const int FirstWithStreamingLists = 32;

    private readonly Lock _gate = new();
    private Task<bool>? _streamingLists;
    private volatile bool _refused;

    /// <summary>Whether a watch can begin with everything there is. Asks the server its version the first time.</summary>
    /// <exception cref="ApiException">The version cannot be had because nothing can.</exception>
    public async Task<bool> HasStreamingListsAsync(CancellationToken cancellationToken)
    {
        if (_refused)
            return false;
        Task<bool> asking;
        lock (_gate)
            asking = _streamingLists = _streamingLists is null or { IsFaulted: true } or { IsCanceled: true } ? AskAsync(cancellationToken) : _streamingLists;
        return await asking.WaitAsync(cancellationToken) && !_refused;
    }

    /// <summary>The server refused a streaming list, whatever its version says. False where that was known before, so that something else was refused.</summary>
    public bool Forget()
    {
        lock (_gate)
        {
            var was = !_refused && _streamingLists is { IsCompletedSuccessfully: true, Result: true };
            _refused = true;
            return was;
        }
    }

    private async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            var version = await client.SendAsync(HttpMethod.Get, "/version", null, ServerVersionJson.Default.ServerVersion, cancellationToken);
            return version is { Major: "1" } && int.TryParse(version.Minor?.TrimEnd('+'), out var minor) && minor >= FirstWithStreamingLists;
        }
        catch (ApiException error) when (error.Failure is ApiFailure.Forbidden or ApiFailure.NotFound or ApiFailure.Garbage or ApiFailure.Unauthorized)
        {
            // Lists in pages are understood by all of them.
            return false;
        }
    }
}

/// <summary>The answer of <c>/version</c>.</summary>
internal sealed record ServerVersion(string? Major, string? Minor);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(ServerVersion))]
internal sealed partial class ServerVersionJson : JsonSerializerContext;
