using System.Collections.Immutable;

namespace Gateway.ApiServer.Store;

/// <summary>All objects of one resource, and how they came to be. The store's lock is around every member.</summary>
internal sealed class Collection(int historyLimit)
{
    /// <summary>More pages than that at once are more than any test reads.</summary>
    private const int MaxRemembered = 64;

    private readonly SortedList<long, ImmutableList<StoredObject>> _remembered = [];
    private readonly List<WatchSignal> _signals = [];

    /// <summary>In the order of keys. Shared as it is with whoever reads a list.</summary>
    public ImmutableList<StoredObject> Objects { get; private set; } = [];

    public History History { get; } = new(historyLimit);

    public StoredObject? Find(string key) => KeyOrder.IndexOf(Objects, key) is var index and >= 0 ? Objects[index] : null;

    public void Add(StoredObject added, StoreEvent change)
    {
        Objects = Objects.Insert(~KeyOrder.IndexOf(Objects, added.Key), added);
        Tell(change);
    }

    public void Replace(StoredObject next, StoreEvent change)
    {
        Objects = Objects.SetItem(KeyOrder.IndexOf(Objects, next.Key), next);
        Tell(change);
    }

    public void Remove(StoreEvent change)
    {
        Objects = Objects.RemoveAt(KeyOrder.IndexOf(Objects, change.Object.Key));
        Tell(change);
    }

    /// <summary>The objects as they were at a version; null where that is forgotten.</summary>
    public ImmutableList<StoredObject>? At(long version)
    {
        if (_remembered.TryGetValue(version, out var remembered))
            return remembered;
        if (version < History.LostUpTo)
            return null;
        var objects = Objects.ToBuilder();
        foreach (var change in History.BackTo(version))
            Undo(objects, change);
        return objects.ToImmutable();
    }

    /// <summary>Keeps a list for the pages that follow, until it is compacted away.</summary>
    public void Remember(long version, ImmutableList<StoredObject> objects)
    {
        _remembered[version] = objects;
        if (_remembered.Count > MaxRemembered)
            _remembered.RemoveAt(0);
    }

    public void Compact(long version)
    {
        History.Forget(version);
        while (_remembered.Count > 0 && _remembered.GetKeyAtIndex(0) < version)
            _remembered.RemoveAt(0);
    }

    public void Reset(ImmutableList<StoredObject> objects, long version)
    {
        Objects = objects;
        _remembered.Clear();
        History.Restart(version);
    }

    public void Attach(WatchSignal signal) => _signals.Add(signal);

    public void Detach(WatchSignal signal) => _signals.Remove(signal);

    public void EndWatches()
    {
        foreach (var signal in _signals)
            signal.End();
    }

    private void Tell(StoreEvent change)
    {
        History.Append(change);
        foreach (var signal in _signals)
            signal.Set();
    }

    private static void Undo(ImmutableList<StoredObject>.Builder objects, StoreEvent change)
    {
        var index = KeyOrder.IndexOf(objects, change.Object.Key);
        if (change.Before is null)
            objects.RemoveAt(index);
        else if (index >= 0)
            objects[index] = change.Before;
        else
            objects.Insert(~index, change.Before);
    }
}
