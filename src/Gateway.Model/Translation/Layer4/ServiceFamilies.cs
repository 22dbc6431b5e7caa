using Gateway.Model.Resources;

namespace Gateway.Model.Translation.Layer4;

/// <summary>The address families of a Service, as it says itself; the primary one first.</summary>
internal static class ServiceFamilies
{
    /// <summary>
    /// Those that are named, else those of the cluster IPs, else both where the policy asks for both. None where nothing is said, which no API
    /// server leaves so.
    /// </summary>
    public static ValueArray<IPFamily> Of(Service service)
    {
        var spec = service.Spec;
        var named = (spec?.IpFamilies ?? []).Select(IPFamilies.Parse).OfType<IPFamily>().Distinct().ToValueArray();
        if (named.IsEmpty)
            named = ClusterIPs(service).Select(EndpointAddress.FamilyOf).OfType<IPFamily>().Distinct().ToValueArray();
        return spec?.IpFamilyPolicy switch
        {
            "PreferDualStack" or "RequireDualStack" when named.IsEmpty => [IPFamily.IPv4, IPFamily.IPv6],
            "RequireDualStack" when named.Count == 1 => [named[0], IPFamilies.Other(named[0])],
            _ => named,
        };
    }

    public static ValueArray<IPFamily> OrDefault(Service service) => Of(service) is { IsEmpty: false } families ? families : [IPFamily.IPv4];

    /// <summary>Both fields say the same where both are set; the older one may stand alone.</summary>
    public static IReadOnlyList<string> ClusterIPs(Service service) =>
        service.Spec is { ClusterIPs: { Count: > 0 } several } ? several : service.Spec?.ClusterIP is { } one ? [one] : [];
}
