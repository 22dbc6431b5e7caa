using Gateway.ClusterStatus.Pacing;

namespace Gateway.ClusterStatus.Events;

/// <summary>What was told on one object of late, and how much more may be. For one user at a time.</summary>
internal sealed class ToldEvents(TimeProvider time)
{
    /// <summary>
    /// API servers keep events for an hour. What still holds then is told again, a moment later, so that who looks at the object finds it; where they
    /// keep them longer, the old one stands.
    /// </summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(61);

    private const int Burst = 25;
    private const double PerSecond = 1.0 / 300;

    private readonly Dictionary<string, long> _toldAt = [];
    private readonly TokenBucket _budget = new(PerSecond, Burst, time);

    public int Failures { get; private set; }

    public int Failed() => ++Failures;

    public bool Contains(string name) => _toldAt.TryGetValue(name, out var at) && time.GetElapsedTime(at) < Life;

    public bool MayTell(out TimeSpan wait) => _budget.TryTake(out wait);

    public void Told(string name)
    {
        _toldAt[name] = time.GetTimestamp();
        Failures = 0;
    }

    /// <summary>How long until the first of them may be told again, and is forgotten; null where there is none.</summary>
    public TimeSpan? UntilNext()
    {
        foreach (var name in _toldAt.Keys.Where(name => !Contains(name)).ToArray())
            _toldAt.Remove(name);
        return _toldAt.Count == 0 ? null : _toldAt.Values.Min(at => Life - time.GetElapsedTime(at));
    }
}
