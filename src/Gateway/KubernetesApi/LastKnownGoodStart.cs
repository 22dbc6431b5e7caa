using Gateway.Model;
using Gateway.Reconciliation;

namespace Gateway.KubernetesApi;

/// <summary>
/// Begins with what was known when the gateway last ran, where the API server does not answer: pods and certificates of a minute ago serve better
/// than nothing. A server that answers is always asked instead.
/// </summary>
/// <param name="read">Reads the state, or null where there is none that can be used.</param>
internal sealed class LastKnownGoodStart(Func<ResourceSnapshot?> read, TimeProvider time)
{
    public static readonly LastKnownGoodStart None = new(static () => null, TimeProvider.System);

    /// <summary>How long the API server may take to show that it is there.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Fills the store and counts it as synced, or leaves it as it is.</summary>
    /// <param name="path">A list that the gateway cannot do without.</param>
    public async Task OfferAsync(ResourceStore store, ApiClient client, string path, CancellationToken cancellationToken)
    {
        if (ReferenceEquals(this, None) || await AnswersAsync(client, path, cancellationToken) || read() is not { } known)
            return;
        store.Restore(known);
    }

    /// <summary>Whether the server can list what is needed most, with these credentials: that it is alive is not enough.</summary>
    private async Task<bool> AnswersAsync(ApiClient client, string path, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var answer = await client.SendAsync(HttpMethod.Get, path + "?limit=1", null, either.Token);
            return true;
        }
        catch (ApiException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
