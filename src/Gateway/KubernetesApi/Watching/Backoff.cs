namespace Gateway.KubernetesApi.Watching;

/// <summary>How long to wait after each of several failures in a row: twice as long each time, half of it random, so that many gateways do not come back in step.</summary>
internal sealed class Backoff(WatchTimings timings, Random random)
{
    private TimeSpan _next = timings.FirstRetry;

    /// <param name="least">What the server asks for; null where it does not.</param>
    public TimeSpan Next(TimeSpan? least)
    {
        var delay = _next * (0.5 + (0.5 * random.NextDouble()));
        _next = _next * 2 < timings.LastRetry ? _next * 2 : timings.LastRetry;
        // The same for everybody, what the server asks for would bring everybody back together.
        return least > delay ? least.Value + (delay / 2) : delay;
    }

    public void Reset() => _next = timings.FirstRetry;
}
