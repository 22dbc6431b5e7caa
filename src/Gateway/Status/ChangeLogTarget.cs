using Gateway.Model;
using Gateway.Reconciliation;

namespace Gateway.Status;

/// <summary>
/// Tells the person who watches what each change did. At once while there is little to tell; of what comes faster than <see cref="MaxLines"/> lines in
/// <see cref="Interval"/>, the sum of all that changed meanwhile once the interval is over, so that a cluster in turmoil does not drown its own log.
/// </summary>
internal sealed class ChangeLogTarget : IStateTarget, IDisposable
{
    /// <summary>Of what touches more, the rest is counted.</summary>
    public const int MaxLines = 20;

    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly IStatusOutput _output;
    private readonly TimeProvider _time;
    private readonly ITimer _atIntervalsEnd;
    private DesiredState? _told;
    private DesiredState? _newest;
    private long _intervalBegan;
    private int _room = MaxLines;

    public ChangeLogTarget(IStatusOutput output, TimeProvider time)
    {
        (_output, _time) = (output, time);
        _atIntervalsEnd = time.CreateTimer(_ => EndInterval(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Name => "changes";

    public ValueTask ApplyAsync(DesiredState desired, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _newest = desired;
            // The first state is no change: the start says what it holds.
            _told ??= desired;
            if (_time.GetElapsedTime(_intervalBegan) >= Interval)
                BeginInterval();
            if (_room > 0)
                Tell();
        }
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _atIntervalsEnd.Dispose();

    private void EndInterval()
    {
        lock (_gate)
        {
            BeginInterval();
            Tell();
        }
    }

    private void BeginInterval() => (_intervalBegan, _room) = (_time.GetTimestamp(), MaxLines);

    private void Tell()
    {
        var lines = ChangeLines.Build(_told!, _newest!);
        _told = _newest;
        if (lines.Count == 0)
            return;
        var count = Math.Min(lines.Count, _room);
        _output.Changed([.. lines.Take(count)], lines.Count - count);
        _room -= count;
        if (_room == 0)
            _atIntervalsEnd.Change(Interval - _time.GetElapsedTime(_intervalBegan) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
