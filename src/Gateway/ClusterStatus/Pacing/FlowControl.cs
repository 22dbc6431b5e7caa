using Gateway.KubernetesApi;

namespace Gateway.ClusterStatus.Pacing;

/// <summary>
/// When a request of one sort may be sent, and what one that came to nothing means for the next: a pause for all, a rest for a kind, or a wait for
/// the object alone.
/// </summary>
/// <param name="what">What is written, for people, such as <c>events</c>.</param>
internal sealed class FlowControl(string what, double perSecond, int burst, TimeProvider time, Random random, ILogger logger)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromMinutes(5);

    private readonly Pace _pace = new(perSecond, burst, time, random);
    private readonly Permissions _permissions = new(time);
    private bool _isRefusalSaid;

    /// <summary>How long nothing is to be asked about the kind in the namespace.</summary>
    public TimeSpan RestOf(string kind, string @namespace) => _permissions.WaitFor(kind, @namespace);

    public ValueTask TurnAsync(CancellationToken cancellationToken) => _pace.TurnAsync(cancellationToken);

    public void Succeeded(string kind, string @namespace)
    {
        ClusterStatusTelemetry.Written(what, kind);
        if (_pace.Succeeded())
            logger.WrittenAgain(what);
        if (_permissions.Granted(kind, @namespace))
            logger.Allowed(what, kind);
    }

    /// <summary>When to look at the object again; null for never, unless it changes.</summary>
    /// <param name="times">How often it failed for this object, this time included.</param>
    public TimeSpan? DelayAfter(ApiException error, string kind, string @namespace, int times)
    {
        ClusterStatusTelemetry.Failed(what, kind, error.Failure);
        // The cases: the object, or its namespace, is gone or going; a right is missing; what we send is not taken, which is ours to mend;
        // somebody was quicker; the server, or the way there, has a fault of its own.
        switch (error.Failure)
        {
            case ApiFailure.NotFound:
            case ApiFailure.Forbidden when IsNamespaceEnding(error):
                return null;
            case ApiFailure.Forbidden:
                if (_permissions.Refused(kind, @namespace))
                    logger.Forbidden(what, kind, error.Message);
                return Permissions.Rest;
            case ApiFailure.Invalid:
                // Said once: what is wrong with one of them is likely to be wrong with all.
                if (!Interlocked.Exchange(ref _isRefusalSaid, true))
                    logger.NotTaken(what, error.Message);
                return LastRetry * Math.Pow(2, Math.Min(times - 1, 5));
            case ApiFailure.Conflict:
                return Doubled(times);
            default:
                if (_pace.Failed(error.RetryAfter))
                    logger.NotWritten(what, error.Message);
                return Doubled(times);
        }
    }

    /// <summary>Nothing new is let into a namespace that is being deleted, and that is answered as if a right were missing.</summary>
    private static bool IsNamespaceEnding(ApiException error) => error.Reason.Contains("because it is being terminated", StringComparison.Ordinal);

    private static TimeSpan Doubled(int times)
    {
        var delay = FirstRetry * Math.Pow(2, Math.Min(times - 1, 10));
        return delay < LastRetry ? delay : LastRetry;
    }
}
