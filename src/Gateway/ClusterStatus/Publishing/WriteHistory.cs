namespace Gateway.ClusterStatus.Publishing;

/// <summary>
/// What this replica wrote to one object, and what it was answered. So it does not write again what the watch has not shown yet, nor what the server
/// keeps in a form of its own, nor for ever against somebody who writes something else. For one user at a time.
/// </summary>
internal sealed class WriteHistory(string? uid, TimeProvider time)
{
    /// <summary>As often as this the same is written without a rest in between.</summary>
    public const int Tolerated = 3;

    /// <summary>An answer is taken for newer than the watch for so long; a watch that takes longer has another past than we remember.</summary>
    private static readonly TimeSpan AnswerLife = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstRest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LastRest = TimeSpan.FromHours(1);

    private readonly Written?[] _parts = new Written?[2];
    private ObservedStatus? _answer;
    private long _answeredAt;
    private bool _isSaid;

    /// <summary>Of which object: another one may come to have its name.</summary>
    public string? Uid => uid;

    /// <summary>How many requests in a row came to nothing.</summary>
    public int Failures { get; private set; }

    public bool IsEmpty => Failures == 0 && _answer is null && Array.TrueForAll(_parts, part => part is null);

    public int Failed() => ++Failures;

    /// <summary>What the object says by the newest account of it.</summary>
    public ObservedStatus Newest(ObservedStatus watched)
    {
        if (_answer is not null && _answer.IsNewerThan(watched) && time.GetElapsedTime(_answeredAt) < AnswerLife)
            return _answer;
        _answer = null;
        return watched;
    }

    /// <summary>How long an answer is still taken for newer than the watch; null where the watch has shown as much.</summary>
    public TimeSpan? UntilWatchCounts => _answer is null ? null : AnswerLife - time.GetElapsedTime(_answeredAt) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    public void Read(ObservedStatus answer)
    {
        _answer = answer;
        _answeredAt = time.GetTimestamp();
    }

    public void Wrote(StatusPatch patch, ObservedStatus answer)
    {
        Read(answer);
        Failures = 0;
        var last = _parts[(int)patch.Part];
        var times = last is not null && Equals(last.What, patch.What) && time.GetElapsedTime(last.At) < 2 * LastRest ? last.Times + 1 : 1;
        _parts[(int)patch.Part] = new(patch.What, PartOf(answer, patch.Part), time.GetTimestamp(), times);
    }

    /// <summary>Whether the object holds what the server made of this very patch.</summary>
    public bool IsDone(StatusPatch patch, ObservedStatus observed) =>
        _parts[(int)patch.Part] is { } last && Equals(last.What, patch.What) && Equals(last.Answer, PartOf(observed, patch.Part));

    /// <summary>How long to leave the object to the other writer, where this was written too often already.</summary>
    public TimeSpan RestBefore(StatusPatch patch)
    {
        if (_parts[(int)patch.Part] is not { Times: >= Tolerated } last || !Equals(last.What, patch.What))
            return TimeSpan.Zero;
        var rest = FirstRest * Math.Pow(2, Math.Min(last.Times - Tolerated, 10));
        var left = (rest < LastRest ? rest : LastRest) - time.GetElapsedTime(last.At);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>True the first time that another writer is to be spoken of.</summary>
    public bool SayOnce() => !Interlocked.Exchange(ref _isSaid, true);

    private static object? PartOf(ObservedStatus status, StatusPart part) => part == StatusPart.Addresses ? status.Addresses : status.Programmed;

    private sealed record Written(object? What, object? Answer, long At, int Times);
}
