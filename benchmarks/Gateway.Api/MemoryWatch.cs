namespace Gateway.Api;

/// <summary>Looks at the memory of a process until it is told to stop.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly List<long> _samples = [];
    private readonly int _process;
    private readonly TimeSpan _interval;
    private readonly Timer _timer;

    /// <param name="duration">A short one is looked at more often.</param>
    public MemoryWatch(int process, TimeSpan duration)
    {
        _process = process;
        _interval = duration / 12 < Interval ? duration / 12 : Interval;
        _timer = new(_ => Look(), null, TimeSpan.Zero, _interval);
    }

    public MemoryTrend End()
    {
        _timer.Dispose();
        lock (_samples)
            return new([.. _samples], _interval.TotalSeconds);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_samples)
            _samples.Add(ProcessMemory.Resident(_process));
    }
}
