using Gateway.Model.Resources;
using Gateway.Model.Translation.Hosts;

namespace Gateway.Model.Translation.Layer4;

/// <summary>That a Service wants an address of our pools, and which.</summary>
/// <param name="Families">One address of each; empty where the Service does not say.</param>
/// <param name="NeedsAll">Whether it is less than asked for if a family has no pool.</param>
/// <param name="Current">What its status says it has, as canonical text.</param>
/// <param name="Asked">What it asks for by <c>spec.loadBalancerIP</c>, as it is written.</param>
internal sealed record AddressRequest(
    Claimant Claimant, ValueArray<IPFamily> Families, bool NeedsAll, ValueArray<string> Current, string? Asked)
{
    public static AddressRequest Of(Service service) => new(
        Claimant.Of(service),
        ServiceFamilies.Of(service),
        service.Spec?.IpFamilyPolicy == "RequireDualStack",
        CurrentOf(service),
        string.IsNullOrEmpty(service.Spec?.LoadBalancerIP) ? null : service.Spec.LoadBalancerIP);

    /// <summary>Of any mode. Where the gateway itself is reached, which is said of Services over HTTP, is of no pool.</summary>
    private static ValueArray<string> CurrentOf(Service service) => (service.Status?.LoadBalancer?.Ingress ?? [])
        .OfType<LoadBalancerIngress>()
        .Select(item => EndpointAddress.FamilyOf(item.Ip) is { } family && EndpointAddress.TryParse(item.Ip, family, out var address) ? address.Text : null)
        .OfType<string>()
        .Distinct()
        .ToValueArray();
}
