using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.ClusterStatus.Publishing;

/// <summary>What the status of a claimed object is to say.</summary>
internal static class StatusPlan
{
    private const string NotServed = "the gateway does not balance TCP and UDP; exposed over HTTP it would be served";
    private const string NoFreeAddress = "the gateway has no address for the Service; its events say why";
    private const string NoAddress = "the gateway has no address yet";

    /// <param name="published">Where the gateway is reached; null where that is not known.</param>
    /// <returns>Null where it cannot be said: what is there then stays.</returns>
    public static WantedStatus? TryBuild(Claim claim, ValueArray<LoadBalancerIngress>? published)
    {
        // The cases: an address of the object's own; none while it is to have one; the addresses of the gateway.
        if (claim is { Object: Service own, VirtualAddresses: { IsEmpty: false } addresses })
            return new(addresses.Select(address => ByProxy(new() { Ip = address })).ToValueArray(), new(true, "Programmed", "", own.Metadata.Generation));
        if (claim is { Object: Service without, VirtualAddresses: not null, IsServed: false })
            return new(default, new(false, "AddressNotAssigned", NoFreeAddress, without.Metadata.Generation));
        return published is { } known ? Build(claim, known) : null;
    }

    private static WantedStatus Build(Claim claim, ValueArray<LoadBalancerIngress> addresses) => claim.Object switch
    {
        Service service when claim.IsServed => new(addresses.Select(ByProxy).ToValueArray(), Condition(service, addresses)),
        Service service => new(default, new(false, "LoadBalancerNotServed", claim.Refusal ?? NotServed, service.Metadata.Generation)),
        _ => new(addresses, null),
    };

    /// <summary>
    /// With any other mode, the service proxy of every node takes connections to the address before they come to the gateway, and does with them as it
    /// likes: kube-proxy, of every class, by rules of its own. The API has a mode for IP addresses alone.
    /// </summary>
    private static LoadBalancerIngress ByProxy(LoadBalancerIngress address) => address.Ip is null ? address : address with { IpMode = "Proxy" };

    private static WantedCondition Condition(Service service, ValueArray<LoadBalancerIngress> addresses) => addresses.IsEmpty
        ? new(false, "AddressNotAssigned", NoAddress, service.Metadata.Generation)
        : new(true, "Programmed", "", service.Metadata.Generation);
}
