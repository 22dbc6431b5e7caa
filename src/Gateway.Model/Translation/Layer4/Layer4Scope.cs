using Gateway.Model.Resources;
using Gateway.Model.Translation.Claims;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Layer4;

/// <summary>Which Services are served on layer 4.</summary>
internal static class Layer4Scope
{
    private const string EntryField = $"metadata.annotations[{Annotations.Entry}]";

    /// <summary>With any value, another service proxy than the usual one serves the Service: the one of that name.</summary>
    private const string ServiceProxyNameLabel = "service.kubernetes.io/service-proxy-name";

    /// <summary>Contract: the name of this one.</summary>
    private const string ServiceProxyName = "yarp-gateway";

    /// <summary>No service proxy serves the Service.</summary>
    private const string HeadlessLabel = "service.kubernetes.io/headless";

    /// <summary>Whether anything in the Service is about layer 4: nearly none is.</summary>
    public static bool Concerns(Service service, TranslationOptions options) =>
        service.Annotation(Annotations.Entry) is not null
        || service.Annotation(Annotations.IpvsScheduler) is not null
        || IsBalanced(service, options);

    /// <summary>Whether it has an address of our pools. The labels for service proxies do not matter there: nobody else serves that address.</summary>
    public static bool IsBalanced(Service service, TranslationOptions options) =>
        options is { ServesLayer4: true, AddressPools.IsEmpty: false }
        && LoadBalancerService.IsOurs(service, options)
        && !IsHeadless(service)
        && service.Annotation(Annotations.Entry) != "false";

    /// <summary>Whether the gateway serves at the addresses and node ports that the Service has from elsewhere, as a service proxy does.</summary>
    public static bool IsEntry(Service service, TranslationOptions options, ConditionList conditions)
    {
        switch (service.Annotation(Annotations.Entry))
        {
            case "true" when WhyNoEntry(service, options) is { } reason:
                conditions.Add(AnnotationCondition.NoEffect(Annotations.Entry, reason));
                return false;
            case "true":
                return true;
            case null or "false":
                return false;
            case var other:
                conditions.Warning("UnknownValue", EntryField, $"{Annotations.Entry} is {other}, which is neither true nor false; it is ignored");
                return false;
        }
    }

    public static bool IsHeadless(Service service) => service.Spec is { } spec && (spec.ClusterIP == "None" || spec.ClusterIPs is ["None", ..]);

    private static string? WhyNoEntry(Service service, TranslationOptions options) =>
        !options.ServesLayer4 ? "this gateway does not balance TCP and UDP"
        : ExternalName.Is(service) ? "the Service is of type ExternalName, and has neither addresses nor endpoints"
        : IsHeadless(service) ? "the Service is headless (spec.clusterIP is None)"
        : service.Label(ServiceProxyNameLabel) is not (null or ServiceProxyName) ? $"the label {ServiceProxyNameLabel} leaves the Service to another proxy"
        : service.Label(HeadlessLabel) is not null ? $"the label {HeadlessLabel} keeps every proxy from the Service"
        : null;
}
