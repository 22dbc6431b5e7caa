using Gateway.Model.Resources;

namespace Gateway.Model;

/// <summary>
/// Every object the gateway knows, at one moment. Immutable; a later snapshot shares with an earlier one all that did not change,
/// so <see cref="PersistentMap{TKey,TValue}.ChangesSince"/> between the two is cheap.
/// </summary>
public sealed record ResourceSnapshot
{
    public static readonly ResourceSnapshot Empty = new();

    private static readonly string[] Kinds = ["Service", "EndpointSlice", "Node", "Namespace", "Ingress", "IngressClass", "Secret"];

    public PersistentMap<NamespacedName, Service> Services { get; private init; } = PersistentMap<NamespacedName, Service>.Empty;

    public PersistentMap<NamespacedName, EndpointSlice> EndpointSlices { get; private init; } = PersistentMap<NamespacedName, EndpointSlice>.Empty;

    /// <summary>An index of <see cref="EndpointSlices"/> by the Service they name.</summary>
    public PersistentMap<NamespacedName, EndpointSliceGroup> SlicesByService { get; private init; } = PersistentMap<NamespacedName, EndpointSliceGroup>.Empty;

    public PersistentMap<NamespacedName, Node> Nodes { get; private init; } = PersistentMap<NamespacedName, Node>.Empty;

    public PersistentMap<NamespacedName, NamespaceResource> Namespaces { get; private init; } = PersistentMap<NamespacedName, NamespaceResource>.Empty;

    public PersistentMap<NamespacedName, Ingress> Ingresses { get; private init; } = PersistentMap<NamespacedName, Ingress>.Empty;

    public PersistentMap<NamespacedName, IngressClass> IngressClasses { get; private init; } = PersistentMap<NamespacedName, IngressClass>.Empty;

    public PersistentMap<NamespacedName, Secret> Secrets { get; private init; } = PersistentMap<NamespacedName, Secret>.Empty;

    public static ResourceSnapshot Of(params IEnumerable<KubernetesObject> resources) =>
        Empty.Apply(resources.Select(ResourceChange.Upsert));

    /// <summary>All objects, kind by kind.</summary>
    public IEnumerable<KubernetesObject> Objects => Kinds.SelectMany(ObjectsOf);

    /// <summary>The objects of a kind; none for a kind that is not kept.</summary>
    public IEnumerable<KubernetesObject> ObjectsOf(string kind) => kind switch
    {
        "Service" => Services.Values,
        "EndpointSlice" => EndpointSlices.Values,
        "Node" => Nodes.Values,
        "Namespace" => Namespaces.Values,
        "Ingress" => Ingresses.Values,
        "IngressClass" => IngressClasses.Values,
        "Secret" => Secrets.Values,
        _ => [],
    };

    public KubernetesObject? Find(ObjectReference reference) => reference.Kind switch
    {
        "Service" => Services.Find(reference.Name),
        "EndpointSlice" => EndpointSlices.Find(reference.Name),
        "Node" => Nodes.Find(reference.Name),
        "Namespace" => Namespaces.Find(reference.Name),
        "Ingress" => Ingresses.Find(reference.Name),
        "IngressClass" => IngressClasses.Find(reference.Name),
        "Secret" => Secrets.Find(reference.Name),
        _ => null,
    };

    public ResourceSnapshot Apply(IEnumerable<ResourceChange> changes) => changes.Aggregate(this, (snapshot, change) => snapshot.Apply(change));

    /// <summary>The snapshot after one change. Kinds that the gateway does not keep (Pod) leave it as it is.</summary>
    public ResourceSnapshot Apply(ResourceChange change)
    {
        var name = change.Reference.Name;
        return change.Reference.Kind switch
        {
            "Service" => this with { Services = Services.With(name, (Service?)change.Object) },
            "EndpointSlice" => WithSlice(name, (EndpointSlice?)change.Object),
            "Node" => this with { Nodes = Nodes.With(name, (Node?)change.Object) },
            "Namespace" => this with { Namespaces = Namespaces.With(name, (NamespaceResource?)change.Object) },
            "Ingress" => this with { Ingresses = Ingresses.With(name, (Ingress?)change.Object) },
            "IngressClass" => this with { IngressClasses = IngressClasses.With(name, (IngressClass?)change.Object) },
            "Secret" => this with { Secrets = Secrets.With(name, (Secret?)change.Object) },
            _ => this,
        };
    }

    private ResourceSnapshot WithSlice(NamespacedName name, EndpointSlice? after)
    {
        var before = EndpointSlices.Find(name);
        var index = SlicesByService;
        var oldOwner = OwnerOf(before);
        var newOwner = OwnerOf(after);
        if (oldOwner is { } old && old != newOwner)
            index = index.With(old, EndpointSliceGroup.Replace(index.Find(old), before, null));
        if (newOwner is { } owner)
            index = index.With(owner, EndpointSliceGroup.Replace(index.Find(owner), before, after));
        return this with { EndpointSlices = EndpointSlices.With(name, after), SlicesByService = index };
    }

    private static NamespacedName? OwnerOf(EndpointSlice? slice) =>
        slice?.Label(EndpointSlice.ServiceNameLabel) is { Length: > 0 } service ? new(slice.Metadata.Namespace, service) : null;
}
