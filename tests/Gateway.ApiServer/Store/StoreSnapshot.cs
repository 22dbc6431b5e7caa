using System.Collections.Immutable;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Store;

/// <summary>Everything in the store at one version; like a backup of etcd, it can be gone back to.</summary>
public sealed class StoreSnapshot
{
    internal StoreSnapshot(long version, ImmutableDictionary<ResourceType, ImmutableList<StoredObject>> objects)
    {
        Version = version;
        Objects = objects;
    }

    public long Version { get; }

    internal ImmutableDictionary<ResourceType, ImmutableList<StoredObject>> Objects { get; }
}
