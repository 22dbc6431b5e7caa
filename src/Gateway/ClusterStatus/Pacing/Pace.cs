namespace Gateway.ClusterStatus.Pacing;

/// <summary>
/// When the next request may be sent: at a rate that an API server does not notice, and after a failure of the server, not before a pause is
/// over that doubles from one second to a minute. Half of a pause is random, so that replicas do not come back in step.
/// </summary>
internal sealed class Pace(double perSecond, int burst, TimeProvider time, Random random)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastPause = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly TokenBucket _bucket = new(perSecond, burst, time);
    private TimeSpan _next = FirstPause;
    private long _pauseBegan;
    private TimeSpan _pause;

    public async ValueTask TurnAsync(CancellationToken cancellationToken)
    {
        await _bucket.TakeAsync(cancellationToken);
        while (Left is var left && left > TimeSpan.Zero)
            await Task.Delay(Milliseconds.RoundUp(left), time, cancellationToken);
    }

    /// <summary>True where this failure is the first after a success.</summary>
    /// <param name="atLeast">How long the server asked to be left alone.</param>
    public bool Failed(TimeSpan? atLeast)
    {
        lock (_gate)
        {
            // Others were under way when the pause began: theirs is the same failure.
            if (_pause > time.GetElapsedTime(_pauseBegan))
                return false;
            var isFirst = _next == FirstPause;
            var wait = _next * (0.5 + (0.5 * random.NextDouble()));
            _pause = atLeast > wait ? atLeast.Value + (wait / 2) : wait;
            _pauseBegan = time.GetTimestamp();
            _next = _next * 2 < LastPause ? _next * 2 : LastPause;
            return isFirst;
        }
    }

    /// <summary>True where it is the first success after a failure.</summary>
    public bool Succeeded()
    {
        lock (_gate)
        {
            var wasFailing = _next != FirstPause;
            _next = FirstPause;
            return wasFailing;
        }
    }

    private TimeSpan Left
    {
        get
        {
            lock (_gate)
                return _pause - time.GetElapsedTime(_pauseBegan);
        }
    }
}
