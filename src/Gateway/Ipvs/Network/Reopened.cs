using Gateway.Netlink;

namespace Gateway.Ipvs.Network;

/// <summary>A client of the kernel that is opened when it is needed, and anew after its connection was lost. For one caller at a time.</summary>
internal sealed class Reopened<T>(Func<T> open) : IDisposable where T : class, IDisposable
{
    private T? _client;

    /// <exception cref="IOException">
    /// The request failed. What it lost is this connection alone: to the caller it is a failure like any other, and the next request has another connection.
    /// </exception>
    public TResult Use<TResult>(Func<T, TResult> request)
    {
        try
        {
            return request(_client ??= open());
        }
        catch (NetlinkException error) when (error.Reason == NetlinkReason.ConnectionLost)
        {
            Dispose();
            throw new IOException(error.Message, error);
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        _client = null;
    }
}
