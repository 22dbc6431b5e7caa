using Gateway.Model;
using Gateway.Model.Resources;
using Gateway.Reconciliation;

namespace Gateway.KubernetesApi.Watching;

/// <summary>The store's objects of one kind in one scope, brought to what the server says.</summary>
internal sealed class KindReplica(WatchedKind kind, string? scope, ResourceStore store, ILogger logger)
{
    private readonly Dictionary<ObjectReference, string> _faults = [];

    /// <summary>Everything that the server has: what the store has besides is gone. Objects that cannot be read keep what they were.</summary>
    public void Replace(IEnumerable<KubernetesObject> objects, IEnumerable<(ObjectReference Reference, string Fault)> unreadable)
    {
        var changes = new List<ResourceChange>();
        var there = new HashSet<NamespacedName>();
        var known = store.Current;
        foreach (var resource in objects)
        {
            there.Add(resource.Name);
            Upsert(resource, known.Find(resource.Reference), changes);
        }
        foreach (var (reference, fault) in unreadable)
        {
            there.Add(reference.Name);
            Note(reference, fault);
        }
        changes.AddRange(Known(known).Where(resource => !there.Contains(resource.Name)).Select(resource => ResourceChange.Delete(resource.Reference)));
        store.Apply(changes);
    }

    /// <summary>What has happened since.</summary>
    public void Apply(IReadOnlyList<WatchEvent> events)
    {
        var changes = new List<ResourceChange>(events.Count);
        var known = store.Current;
        // An object may come twice in a batch, and then what the store has is not what it was last.
        var touched = events.Count > 1 ? new HashSet<ObjectReference>() : null;
        foreach (var happened in events)
        {
            var isFirst = touched?.Add(happened.Reference) ?? true;
            if (happened is { Type: WatchEventType.Upsert, Object: { } resource })
                Upsert(resource, isFirst ? known.Find(resource.Reference) : null, changes);
            else if (happened.Type == WatchEventType.Delete)
                Delete(happened.Reference, changes);
            else if (happened.Type == WatchEventType.Unreadable)
                Note(happened.Reference, happened.Fault!);
        }
        if (changes.Count > 0)
            store.Apply(changes);
    }

    /// <summary>The kind is no more: its objects go.</summary>
    public void Clear() => Replace([], []);

    private IEnumerable<KubernetesObject> Known(ResourceSnapshot snapshot) =>
        snapshot.ObjectsOf(kind.Kind).Where(resource => scope is null || resource.Metadata.Namespace == scope);

    /// <summary>An object that comes again as it was, such as after a list, stays the same reference: nothing is translated for it.</summary>
    private void Upsert(KubernetesObject resource, KubernetesObject? before, List<ResourceChange> changes)
    {
        _faults.Remove(resource.Reference);
        if (before is not null)
            resource = ObjectSharing.Share(before, resource);
        if (!IsSame(before, resource))
            changes.Add(ResourceChange.Upsert(resource));
    }

    private static bool IsSame(KubernetesObject? before, KubernetesObject after) =>
        before is not null && before.Metadata.Uid == after.Metadata.Uid
        && (before.Metadata.ResourceVersion == after.Metadata.ResourceVersion || ObjectComparison.AreSame(before, after));

    private void Delete(ObjectReference reference, List<ResourceChange> changes)
    {
        _faults.Remove(reference);
        changes.Add(ResourceChange.Delete(reference));
    }

    private void Note(ObjectReference reference, string fault)
    {
        ApiTelemetry.Unreadable.Add(1, new KeyValuePair<string, object?>("kind", kind.Kind));
        if (_faults.GetValueOrDefault(reference) == fault)
            return;
        _faults[reference] = fault;
        logger.ObjectUnreadable(reference, fault);
    }
}
