namespace Gateway.Scale;

/// <summary>A proxy in this process that serves a synthetic cluster and takes changes of it.</summary>
internal interface IProxyUnderTest : IAsyncDisposable
{
    int Port { get; }

    /// <summary>Loads all of the cluster and listens.</summary>
    Task StartAsync();

    /// <summary>Prepares the change, so that the returned action does nothing but hand it over.</summary>
    Action EndpointChange(int service, IReadOnlyList<string> addresses);

    /// <summary>As <see cref="EndpointChange"/>: the route of <paramref name="service"/> moves to another host.</summary>
    Action HostChange(int service, string host);

    /// <summary>Completes when a change handed over after this call has been applied, with the timestamp of that moment.</summary>
    Task<long> NextAppliedAsync();
}
