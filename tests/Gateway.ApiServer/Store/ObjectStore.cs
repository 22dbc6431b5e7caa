using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Store;

/// <summary>
/// What etcd is to the server: objects under keys, one counter of versions over all of them, and the changes of late. Knows no rules about what an
/// object may be.
/// </summary>
internal sealed class ObjectStore(int historyLimit, TimeProvider time)
{
    private readonly Dictionary<ResourceType, Collection> _collections = [];
    private long _compacted;

    /// <summary>Held over a read and the write that depends on it.</summary>
    public Lock Gate { get; } = new();

    public long Version
    {
        get => Volatile.Read(ref field);
        private set => Volatile.Write(ref field, value);
    }

    public StoredObject? Find(ResourceType type, string @namespace, string name)
    {
        lock (Gate)
            return Of(type).Find(type.Namespaced ? $"{@namespace}/{name}" : name);
    }

    public (ImmutableList<StoredObject> Objects, long Version) List(ResourceType type)
    {
        lock (Gate)
            return (Of(type).Objects, Version);
    }

    /// <summary>A list as it was; null where that is forgotten.</summary>
    public ImmutableList<StoredObject>? ListAt(ResourceType type, long version)
    {
        lock (Gate)
            return version < _compacted ? null : Of(type).At(version);
    }

    public void RememberList(ResourceType type, long version, ImmutableList<StoredObject> objects)
    {
        lock (Gate)
            Of(type).Remember(version, objects);
    }

    /// <summary>Writes an object, new or not.</summary>
    public StoredObject Put(ResourceType type, string @namespace, string name, JsonObject value)
    {
        lock (Gate)
        {
            var collection = Of(type);
            var next = StoredObject.Create(type, @namespace, name, value, ++Version);
            if (collection.Find(next.Key) is { } before)
                collection.Replace(next, new(Version, EventKind.Modified, next, before, time.GetTimestamp()));
            else
                collection.Add(next, new(Version, EventKind.Added, next, null, time.GetTimestamp()));
            return next;
        }
    }

    /// <summary>The object as it was last, with the version of its deletion.</summary>
    public StoredObject Remove(ResourceType type, StoredObject removed)
    {
        lock (Gate)
        {
            var last = removed.WithVersion(++Version);
            Of(type).Remove(new(Version, EventKind.Deleted, last, removed, time.GetTimestamp()));
            return last;
        }
    }

    public void RemoveWhere(Func<StoredObject, bool> matches)
    {
        lock (Gate)
        {
            foreach (var (type, collection) in _collections)
            {
                foreach (var removed in collection.Objects.Where(matches).ToArray())
                    Remove(type, removed);
            }
        }
    }

    public void RemoveAll(ResourceType type)
    {
        lock (Gate)
        {
            foreach (var removed in Of(type).Objects)
                Remove(type, removed);
        }
    }

    /// <summary>Begins to follow a resource. The caller detaches.</summary>
    public T Attach<T>(ResourceType type, WatchSignal signal, Func<Collection, long, T> start)
    {
        lock (Gate)
        {
            var collection = Of(type);
            var result = start(collection, Version);
            collection.Attach(signal);
            return result;
        }
    }

    public void Detach(ResourceType type, WatchSignal signal)
    {
        lock (Gate)
            Of(type).Detach(signal);
    }

    /// <summary>Reads changes on from a number; the version is that up to which the resource is then known.</summary>
    public bool TryRead(ResourceType type, ref long number, List<StoreEvent> into, int most, out long upTo)
    {
        lock (Gate)
        {
            var history = Of(type).History;
            var whole = history.TryRead(ref number, into, most);
            upTo = number == history.Next ? Version : into.Count > 0 ? into[^1].Version : 0;
            return whole;
        }
    }

    /// <summary>Forgets every state before a version: continue tokens and watches from before it expire.</summary>
    public void Compact(long version)
    {
        lock (Gate)
        {
            _compacted = Math.Max(_compacted, version);
            foreach (var collection in _collections.Values)
                collection.Compact(version);
        }
    }

    public void EndWatches(ResourceType type)
    {
        lock (Gate)
            Of(type).EndWatches();
    }

    public StoreSnapshot Snapshot()
    {
        lock (Gate)
            return new(Version, _collections.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Objects));
    }

    /// <summary>Goes back. Watches end, as they do where a server starts on another state.</summary>
    public void Restore(StoreSnapshot snapshot)
    {
        lock (Gate)
        {
            Version = snapshot.Version;
            _compacted = Math.Min(_compacted, snapshot.Version);
            foreach (var (type, collection) in _collections)
            {
                collection.Reset(snapshot.Objects.GetValueOrDefault(type, []), snapshot.Version);
                collection.EndWatches();
            }
        }
    }

    /// <summary>Counts a version that changed nothing which is kept here, as a real store has many of.</summary>
    public void Skip(long versions)
    {
        lock (Gate)
            Version += versions;
    }

    private Collection Of(ResourceType type)
    {
        if (_collections.TryGetValue(type.Stored, out var collection))
            return collection;
        _collections[type.Stored] = collection = new(historyLimit);
        collection.Compact(_compacted);
        return collection;
    }
}
