namespace Gateway.Tests.ClusterStatus;

/// <summary>
/// A clock for one loop, as fast as another clock, that shows whether the loop rests: it has asked to be woken, and has not been. Limits on
/// requests are timers too, and no rest.
/// </summary>
internal sealed class RestingTime(TimeProvider time, TimeSpan skew = default) : TimeProvider
{
    private int _resting;

    public bool IsResting => Volatile.Read(ref _resting) > 0;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + skew;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (state is CancellationTokenSource)
            return time.CreateTimer(callback, state, dueTime, period);
        Interlocked.Increment(ref _resting);
        return time.CreateTimer(
            woken =>
            {
                Interlocked.Decrement(ref _resting);
                callback(woken);
            },
            state,
            dueTime,
            period);
    }
}
