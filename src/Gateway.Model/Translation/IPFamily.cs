using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

/// <summary>core/v1 IPFamily; the names are also the address types of EndpointSlices.</summary>
public enum IPFamily
{
    IPv4,
    IPv6,
}

public static class IPFamilies
{
    /// <summary>The first of <c>spec.ipFamilies</c>; without that, IPv4 where any slice holds it or none holds anything else.</summary>
    public static IPFamily PrimaryOf(Service service, EndpointSliceGroup? slices)
    {
        if (service.Spec?.IpFamilies is [var first, ..] && Parse(first) is { } family)
            return family;
        var primary = IPFamily.IPv4;
        foreach (var slice in slices?.Slices ?? default)
        {
            if (slice.AddressType == nameof(IPFamily.IPv4))
                return IPFamily.IPv4;
            if (slice.AddressType == nameof(IPFamily.IPv6))
                primary = IPFamily.IPv6;
        }
        return primary;
    }

    public static IPFamily Other(IPFamily family) => family == IPFamily.IPv4 ? IPFamily.IPv6 : IPFamily.IPv4;

    internal static IPFamily? Parse(string? name) => name switch
    {
        nameof(IPFamily.IPv4) => IPFamily.IPv4,
        nameof(IPFamily.IPv6) => IPFamily.IPv6,
        _ => null,
    };
}
