using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

public enum TrafficPolicy
{
    /// <summary>Any endpoint of the cluster.</summary>
    Cluster,

    /// <summary>Endpoints on this node alone.</summary>
    Local,
}

public static class TrafficPolicies
{
    /// <summary>For traffic from inside the cluster, to the cluster IP.</summary>
    public static TrafficPolicy InternalOf(Service service) => Parse(service.Spec?.InternalTrafficPolicy);

    /// <summary>
    /// For traffic from outside: node ports, load-balancer and external IPs. A Service that is not reachable from outside has no external
    /// policy, whatever its field says.
    /// </summary>
    public static TrafficPolicy ExternalOf(Service service) =>
        IsExternallyReachable(service.Spec) ? Parse(service.Spec?.ExternalTrafficPolicy) : TrafficPolicy.Cluster;

    private static bool IsExternallyReachable(ServiceSpec? spec) =>
        spec?.Type is "NodePort" or "LoadBalancer" || (spec?.Type is null or "ClusterIP" && spec?.ExternalIPs is { Count: > 0 });

    private static TrafficPolicy Parse(string? value) => value == "Local" ? TrafficPolicy.Local : TrafficPolicy.Cluster;
}
