using Gateway.ApiServer.Requests;

namespace Gateway.ApiServer.Failures;

/// <summary>What watches suffer at the moment.</summary>
internal sealed class WatchFaults
{
    private readonly Lock _gate = new();
    private readonly List<Stall> _stalls = [];
    private readonly List<IOpenWatch> _open = [];

    public TimeSpan EventDelay { get; set; }

    public IReadOnlyList<IOpenWatch> Open
    {
        get
        {
            lock (_gate)
                return [.. _open];
        }
    }

    public IDisposable Register(IOpenWatch watch)
    {
        lock (_gate)
            _open.Add(watch);
        return new Withdrawal(() =>
        {
            lock (_gate)
                _open.Remove(watch);
        });
    }

    public IDisposable AddStall(bool inMidEvent, Func<ApiRequest, bool> matching)
    {
        var stall = new Stall(inMidEvent, matching);
        lock (_gate)
            _stalls.Add(stall);
        return new Withdrawal(() =>
        {
            lock (_gate)
                _stalls.Remove(stall);
            stall.Over.TrySetResult();
        });
    }

    /// <summary>Completes once nothing holds the watch up; at once as a rule.</summary>
    public Task PassAsync(ApiRequest watch, bool inMidEvent, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var stall = _stalls.Find(stall => stall.InMidEvent == inMidEvent && stall.Matching(watch));
            return stall is null ? Task.CompletedTask : stall.Over.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed record Stall(bool InMidEvent, Func<ApiRequest, bool> Matching)
    {
        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>A watch that is being served.</summary>
internal interface IOpenWatch
{
    ApiRequest Request { get; }

    void CutNow(Cut cut);

    /// <summary>Sends half of the next event, then cuts.</summary>
    void CutInNextEvent(Cut cut);

    /// <summary>Sends a line of something else before the next event.</summary>
    void Inject(ReadOnlyMemory<byte> line);
}
