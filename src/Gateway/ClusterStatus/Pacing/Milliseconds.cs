namespace Gateway.ClusterStatus.Pacing;

internal static class Milliseconds
{
    /// <summary>Timers count whole milliseconds: what is cut to them ends a moment too early, and is waited for again without waiting.</summary>
    public static TimeSpan RoundUp(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));
}
