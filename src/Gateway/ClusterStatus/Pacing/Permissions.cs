namespace Gateway.ClusterStatus.Pacing;

/// <summary>What was refused for want of a right: not asked for again before a while is over, and said once.</summary>
/// <remarks>Rights may be given by namespace, so one namespace that refuses does not speak for the others.</remarks>
internal sealed class Permissions(TimeProvider time)
{
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Kind, string Namespace), long> _refusedAt = [];
    private readonly HashSet<string> _saidAbout = [];

    /// <summary>How long not to ask; zero where asking is as good as any time.</summary>
    public TimeSpan WaitFor(string kind, string @namespace)
    {
        lock (_gate)
        {
            if (!_refusedAt.TryGetValue((kind, @namespace), out var at))
                return TimeSpan.Zero;
            var left = Rest - time.GetElapsedTime(at);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>True where it is to be said: the first time for the kind.</summary>
    public bool Refused(string kind, string @namespace)
    {
        lock (_gate)
        {
            _refusedAt[(kind, @namespace)] = time.GetTimestamp();
            return _saidAbout.Add(kind);
        }
    }

    /// <summary>True where it is to be said: nothing of the kind is refused any more.</summary>
    public bool Granted(string kind, string @namespace)
    {
        lock (_gate)
            return _refusedAt.Remove((kind, @namespace)) && _refusedAt.Keys.All(key => key.Kind != kind) && _saidAbout.Remove(kind);
    }
}
