using Gateway.Model.Resources;
using Gateway.Model.Translation.Exposure;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Claims;

/// <summary>Services of type LoadBalancer whose class names this gateway. It carries those that are exposed over HTTP.</summary>
internal static class LoadBalancerService
{
    private const string NotServed =
        $"the gateway does not balance TCP and UDP, so the Service gets no address; {Annotations.Expose}: http has it served over HTTP";

    public static Claim? ClaimOf(Service? service, ServiceTranslation? translation, TranslationOptions options) =>
        service is not null && IsOurs(service, options) ? new(service, translation is { Hosts.IsEmpty: false }) : null;

    /// <summary>One that asked for HTTP and cannot have it is told so already.</summary>
    public static void SayWhyNot(Service service, bool isExposed, TranslationOptions options, ConditionList conditions)
    {
        if (!isExposed && IsOurs(service, options) && service.Annotation(Annotations.Expose) != "http")
            conditions.Warning("LoadBalancerNotServed", "spec.type", NotServed);
    }

    private static bool IsOurs(Service service, TranslationOptions options) =>
        service.Spec is { Type: "LoadBalancer" } spec && spec.LoadBalancerClass == options.LoadBalancerClass;
}
