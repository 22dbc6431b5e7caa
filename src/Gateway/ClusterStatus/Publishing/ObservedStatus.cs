using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.ClusterStatus.Publishing;

/// <summary>What an object's status says, and at which version of the object.</summary>
/// <param name="Programmed">Our own condition; those of others are none of our business.</param>
internal sealed record ObservedStatus(string? Version, ValueArray<LoadBalancerIngress> Addresses, StatusCondition? Programmed)
{
    public static ObservedStatus Of(KubernetesObject resource) => resource switch
    {
        Ingress ingress => new(ingress.Metadata.ResourceVersion, AddressesOf(ingress.Status?.LoadBalancer), null),
        Service service => new(
            service.Metadata.ResourceVersion,
            AddressesOf(service.Status?.LoadBalancer),
            service.Status?.Conditions?.FirstOrDefault(condition => condition?.Type == WantedCondition.Type)),
        _ => new(resource.Metadata.ResourceVersion, default, null),
    };

    /// <summary>In any order: some balancers report theirs in another one each time.</summary>
    public bool HasAddresses(ValueArray<LoadBalancerIngress> addresses) =>
        Addresses.Count == addresses.Count && Addresses.All(address => addresses.Contains(address));

    public bool HasCondition(WantedCondition? wanted) => wanted is null ? Programmed is null : Programmed is not null && wanted.IsSaidBy(Programmed);

    /// <summary>Versions are numbers that grow. Of those that are none, nothing can be said.</summary>
    public bool IsNewerThan(ObservedStatus other) =>
        ulong.TryParse(Version, out var mine) && ulong.TryParse(other.Version, out var theirs) && mine > theirs;

    private static ValueArray<LoadBalancerIngress> AddressesOf(LoadBalancerStatus? status) => (status?.Ingress ?? []).OfType<LoadBalancerIngress>().ToValueArray();
}
