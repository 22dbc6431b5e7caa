using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.ClusterStatus.Publishing;

/// <summary>What the status of a claimed object is to say.</summary>
internal static class StatusPlan
{
    private const string NotServed = "the gateway does not balance TCP and UDP; exposed over HTTP it would be served";
    private const string NoAddress = "the gateway has no address yet";

    /// <param name="addresses">Where the gateway is reached.</param>
    public static WantedStatus Build(Claim claim, ValueArray<LoadBalancerIngress> addresses) => claim.Object switch
    {
        Service service when claim.IsServed => new(addresses.Select(ByProxy).ToValueArray(), Condition(service, addresses)),
        Service service => new(default, new(false, "LoadBalancerNotServed", NotServed, service.Metadata.Generation)),
        _ => new(addresses, null),
    };

    /// <summary>
    /// The mode has pods in the cluster come through the gateway too, instead of being sent past it by their own node. The API has a mode for
    /// IP addresses alone.
    /// </summary>
    private static LoadBalancerIngress ByProxy(LoadBalancerIngress address) => address.Ip is null ? address : address with { IpMode = "Proxy" };

    private static WantedCondition Condition(Service service, ValueArray<LoadBalancerIngress> addresses) => addresses.IsEmpty
        ? new(false, "AddressNotAssigned", NoAddress, service.Metadata.Generation)
        : new(true, "Programmed", "", service.Metadata.Generation);
}
