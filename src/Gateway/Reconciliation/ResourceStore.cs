using System.Threading.Channels;
using Gateway.Model;

namespace Gateway.Reconciliation;

/// <summary>The newest snapshot of all objects. It stores; what the objects mean is for the model to say.</summary>
internal sealed class ResourceStore
{
    private readonly Lock _gate = new();
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ResourceSnapshot _current = ResourceSnapshot.Empty;
    private volatile ResourceSnapshot? _restored;

    public ResourceSnapshot Current => _current;

    /// <summary>What is from an earlier run; null where nothing is. While it is the current one, nothing has been heard from the source that differs.</summary>
    public ResourceSnapshot? Restored => _restored;

    public bool IsSynced => _synced.Task.IsCompleted;

    /// <summary>Completes when the source has delivered everything that was there at the start.</summary>
    public Task Synced => _synced.Task;

    /// <summary>Takes over a batch of events. They become visible together.</summary>
    public void Apply(IEnumerable<ResourceChange> changes)
    {
        lock (_gate)
        {
            var after = _current.Apply(changes);
            if (ReferenceEquals(after, _current))
                return;
            _current = after;
        }
        _changed.Writer.TryWrite(true);
    }

    /// <summary>Begins with what was known at the end of an earlier run, and serves it until the source says otherwise.</summary>
    public void Restore(ResourceSnapshot known)
    {
        lock (_gate)
            _current = _restored = known;
        MarkSynced();
    }

    public void MarkSynced()
    {
        if (_synced.TrySetResult())
            _changed.Writer.TryWrite(true);
    }

    /// <summary>Waits until something changed since the last wait. For the one reader that reconciles.</summary>
    public async ValueTask WaitForChangeAsync(CancellationToken cancellationToken) => await _changed.Reader.ReadAsync(cancellationToken);
}
