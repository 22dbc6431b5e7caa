namespace Gateway.KubernetesApi.Watching;

/// <summary>How long is waited for what.</summary>
internal sealed record WatchTimings
{
    /// <summary>The server is asked to end each watch after this long or up to twice as long, so that no connection lives for ever and not all end together.</summary>
    public TimeSpan WatchDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a watch may be silent. Servers send a bookmark about every minute; asking again costs one request and no list.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>How long a watch or a list may stand still in the middle of something.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The first wait after a failure; each further one is twice as long, up to <see cref="LastRetry"/>. Half of each is random.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan LastRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often it is looked whether an API that is not installed, or may not be read, is there by now.</summary>
    public TimeSpan AbsentRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many objects a page of a list has at most.</summary>
    public int PageSize { get; init; } = 500;
}
