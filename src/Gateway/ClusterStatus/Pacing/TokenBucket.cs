namespace Gateway.ClusterStatus.Pacing;

/// <summary>So many at once, and so many a second from then on.</summary>
internal sealed class TokenBucket(double perSecond, int burst, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _tokens = burst;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Waits for a token. Who asks first is served first.</summary>
    public async ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_gate)
        {
            Fill();
            // A debt is what those who wait have been promised.
            _tokens--;
            wait = UntilPositive();
        }
        if (wait > TimeSpan.Zero)
            await Task.Delay(Milliseconds.RoundUp(wait), time, cancellationToken);
    }

    /// <summary>Takes a token if there is one, and says else how long it takes until there is.</summary>
    public bool TryTake(out TimeSpan wait)
    {
        lock (_gate)
        {
            Fill();
            if (_tokens >= 1)
            {
                _tokens--;
                wait = TimeSpan.Zero;
                return true;
            }
            wait = TimeSpan.FromSeconds((1 - _tokens) / perSecond);
            return false;
        }
    }

    private void Fill()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
        _filledAt = now;
    }

    private TimeSpan UntilPositive() => _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / perSecond);
}
