using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Gateway.ClusterStatus.Pacing;

/// <summary>
/// Keys that there is something to do about, now or later. Guarantees: a key waits at most once, at the earliest of the times it was added for;
/// it is never given out again before it is done with; added meanwhile, it comes again after that. Whatever happens, it holds no more than the keys.
/// </summary>
internal sealed class WorkQueue<TKey>(TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, long> _due = [];

    /// <summary>May hold entries that <see cref="_due"/> has another time for, or none: these count for nothing.</summary>
    private readonly PriorityQueue<TKey, long> _order = new();
    private readonly HashSet<TKey> _taken = [];
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _isOpen;

    /// <summary>How many keys wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _due.Count;
        }
    }

    /// <summary>It is open, and nothing is due nor being worked on.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
                return _isOpen && _taken.Count == 0 && _due.Values.All(due => due > time.GetTimestamp());
        }
    }

    /// <summary>How many entries the order of the keys holds, those that count for nothing included.</summary>
    internal int Entries
    {
        get
        {
            lock (_gate)
                return _order.Count;
        }
    }

    /// <summary>From here on keys are taken in; before, they are let go.</summary>
    public void Open()
    {
        lock (_gate)
            _isOpen = true;
    }

    /// <summary>Lets go of everything.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isOpen = false;
            _due.Clear();
            _order.Clear();
        }
    }

    public void Add(TKey key) => Add(key, TimeSpan.Zero);

    public void Add(TKey key, TimeSpan delay)
    {
        var due = time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency);
        lock (_gate)
        {
            if (!_isOpen || (_due.TryGetValue(key, out var known) && known <= due))
                return;
            _due[key] = due;
            if (_taken.Contains(key))
                return;
            Enqueue(key, due);
        }
        _changed.Writer.TryWrite(true);
    }

    /// <summary>The key may be given out again.</summary>
    public void Done(TKey key)
    {
        lock (_gate)
        {
            _taken.Remove(key);
            if (!_due.TryGetValue(key, out var due))
                return;
            Enqueue(key, due);
        }
        _changed.Writer.TryWrite(true);
    }

    /// <summary>The keys as they are due, without end. For one reader; each key is to be given back with <see cref="Done"/>.</summary>
    public async IAsyncEnumerable<TKey> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake(out var key, out var wait))
                yield return key;
            else
                await WaitAsync(wait, cancellationToken);
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TKey key, out TimeSpan wait)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            while (_order.TryPeek(out key, out var due))
            {
                wait = time.GetElapsedTime(now, due);
                if (IsCurrent(key, due) && wait > TimeSpan.Zero)
                    return false;
                _order.Dequeue();
                if (!IsCurrent(key, due))
                    continue;
                _due.Remove(key);
                _taken.Add(key);
                return true;
            }
            wait = Timeout.InfiniteTimeSpan;
            return false;
        }
    }

    private bool IsCurrent(TKey key, long due) => _due.TryGetValue(key, out var current) && current == due && !_taken.Contains(key);

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var due = new CancellationTokenSource(wait == Timeout.InfiniteTimeSpan ? wait : Milliseconds.RoundUp(wait), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, cancellationToken);
        try
        {
            await _changed.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A key is due.
        }
    }

    private void Enqueue(TKey key, long due)
    {
        if (_order.Count > 64 + (2 * _due.Count))
        {
            _order.Clear();
            _order.EnqueueRange(_due.Where(pair => !_taken.Contains(pair.Key)).Select(pair => (pair.Key, pair.Value)));
        }
        _order.Enqueue(key, due);
    }
}
