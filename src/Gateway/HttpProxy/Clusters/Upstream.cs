using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.Clusters;

/// <summary>
/// The connections to one destination. They are opened when first used, and closed as soon as the destination is retired and the last
/// request on it has ended. Every request holds a lease.
/// </summary>
internal sealed class Upstream(string prefix, UpstreamClients clients)
{
    private const int Retired = int.MinValue;

    /// <summary>The number of leases; the sign bit says that no more are given.</summary>
    private int _leases;

    private HttpMessageInvoker? _client;

    /// <summary>Scheme and authority, without a slash at the end.</summary>
    public string Prefix { get; } = prefix;

    /// <summary>The same as <see cref="Prefix"/>; made when asked for.</summary>
    public Uri Address => new(Prefix);

    public ConnectHealth Health { get; } = new();

    public static Upstream Of(DestinationState destination) => ((DestinationMetadata)destination.Model.Config.Metadata!).Upstream;

    /// <summary>False where the destination was retired after it was picked: pick another.</summary>
    public bool TryLease()
    {
        if (Interlocked.Increment(ref _leases) > 0)
            return true;
        Release();
        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _leases) == Retired)
            Close();
    }

    /// <summary>No more leases. Closes the connections now, or with the last lease.</summary>
    public void Retire()
    {
        if (Interlocked.Or(ref _leases, Retired) == 0)
            Close();
    }

    /// <summary>For the holder of a lease.</summary>
    public HttpMessageInvoker Client => Volatile.Read(ref _client) ?? OpenClient();

    private HttpMessageInvoker OpenClient()
    {
        var client = clients.Open(Prefix);
        var earlier = Interlocked.CompareExchange(ref _client, client, null);
        if (earlier is null)
            return client;
        client.Dispose();
        return earlier;
    }

    private void Close() => Interlocked.Exchange(ref _client, null)?.Dispose();
}
