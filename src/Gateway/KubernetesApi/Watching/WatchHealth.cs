namespace Gateway.KubernetesApi.Watching;

/// <summary>
/// Since when what is known may be behind the server, taken over all kinds, and the log of it: an outage is told once with each of its reasons, and
/// once when it is over, however many watches it breaks.
/// </summary>
internal sealed class WatchHealth(TimeProvider time, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _failures = [];
    private readonly HashSet<string> _told = [];
    private DateTimeOffset? _behindSince;
    private string? _problem;

    /// <summary>Since when some kind has not been followed; null while all are.</summary>
    public DateTimeOffset? BehindSince
    {
        get
        {
            lock (_gate)
                return _behindSince;
        }
    }

    /// <summary>Why not.</summary>
    public string? Problem
    {
        get
        {
            lock (_gate)
                return _problem;
        }
    }

    /// <summary>A watch is open, or has brought something.</summary>
    public void Heard(string watch)
    {
        lock (_gate)
        {
            if (_failures.Count == 0 || !_failures.Remove(watch) || _failures.Count > 0)
                return;
            if (_told.Count > 0)
                logger.FollowingAgain((time.GetUtcNow() - _behindSince!.Value).TotalSeconds);
            _told.Clear();
            (_behindSince, _problem) = (null, null);
        }
    }

    /// <summary>A watch or list failed. The first failure alone is no news: connections end, and the next try follows at once.</summary>
    public void Lost(string watch, ApiException error)
    {
        lock (_gate)
        {
            var before = _failures.GetValueOrDefault(watch);
            _failures[watch] = before + 1;
            _behindSince ??= time.GetUtcNow();
            _problem = error.Message;
            if (before > 0 && _told.Add(error.Reason))
                logger.NotFollowing(error.Message);
        }
    }
}
