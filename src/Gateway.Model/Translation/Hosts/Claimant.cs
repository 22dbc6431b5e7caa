using Gateway.Model.Resources;

namespace Gateway.Model.Translation.Hosts;

/// <summary>
/// An object that may want what another wants too, in the order of precedence: an Ingress before a Service, then the older, then by
/// namespace and name. An object without a creation time is the newest: what a cluster has seen created was there before it.
/// </summary>
internal readonly record struct Claimant(ObjectReference Object, DateTimeOffset? Created) : IComparable<Claimant>
{
    public static Claimant Of(KubernetesObject resource) => new(resource.Reference, resource.Metadata.CreationTimestamp);

    public int CompareTo(Claimant other)
    {
        // The kinds that claim happen to be in this order by name: Ingress, Service.
        var byKind = string.CompareOrdinal(Object.Kind, other.Object.Kind);
        if (byKind != 0)
            return byKind;
        var byAge = (Created ?? DateTimeOffset.MaxValue).CompareTo(other.Created ?? DateTimeOffset.MaxValue);
        return byAge != 0 ? byAge : Object.CompareTo(other.Object);
    }
}
