using Gateway.Model.Resources;

namespace Gateway.Model;

/// <summary>One event of a source: the object as it is now, or null where it is gone.</summary>
public readonly record struct ResourceChange(ObjectReference Reference, KubernetesObject? Object)
{
    public static ResourceChange Upsert(KubernetesObject resource) => new(resource.Reference, resource);

    public static ResourceChange Delete(ObjectReference reference) => new(reference, null);
}
