using Gateway.Model;

namespace Gateway.Reconciliation;

/// <summary>
/// What a target found out about objects as it served them on this machine, beyond what the desired state says of them. Whoever tells of conditions follows it.
/// </summary>
internal sealed class TargetConditions
{
    private volatile PersistentMap<ObjectReference, ObjectConditions> _current = PersistentMap<ObjectReference, ObjectConditions>.Empty;

    /// <summary>Raised after each change, one at a time.</summary>
    public event EventHandler? Changed;

    public PersistentMap<ObjectReference, ObjectConditions> Current => _current;

    /// <summary>For one caller at a time.</summary>
    /// <param name="now">All that there is.</param>
    public void Publish(PersistentMap<ObjectReference, ObjectConditions> now)
    {
        if (now.ChangesSince(_current).Count == 0)
            return;
        _current = now;
        Changed?.Invoke(this, EventArgs.Empty);
    }
}
