using Gateway.Model.Resources;
using Gateway.Model.Translation.Layer4;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Claims;

/// <summary>
/// Services of type LoadBalancer whose class names this gateway. It carries those that are exposed over HTTP and, where layer 4 is served, the
/// others too.
/// </summary>
internal static class LoadBalancerService
{
    private const string NoLayer4 =
        $"the gateway does not balance TCP and UDP, so the Service gets no address; {Annotations.Expose}: http has it served over HTTP";

    private const string NoPool =
        $"no address pool is configured, so the Service gets no address; set AddressPools, or {Annotations.Expose}: http to have it served over HTTP";

    private const string KeptOff =
        $"{Annotations.Entry}: false keeps the Service off layer 4, so it gets no address; {Annotations.Expose}: http has it served over HTTP";

    private const string NoPorts = "the Service has no port that can be served";

    private const string Headless =
        $"the Service is headless (spec.clusterIP is None), so it gets no address; {Annotations.Expose}: http has it served over HTTP";

    public static Claim? ClaimOf(NamespacedName name, TranslationResult inputs)
    {
        if (inputs.Snapshot.Services.Find(name) is not { } service || !IsOurs(service, inputs.Options))
            return null;
        var isExposed = inputs.Services.Find(name) is { Hosts.IsEmpty: false };
        if (inputs.AddressAllocations.Find(name) is not { } allocation)
            return new(service, isExposed) { Refusal = isExposed || !inputs.Options.ServesLayer4 ? null : WhyNot(service, inputs.Options) ?? NoPorts };
        var addresses = allocation.Addresses.Select(item => item.Address).ToValueArray();
        return new(service, isExposed || !addresses.IsEmpty) { VirtualAddresses = addresses };
    }

    /// <summary>One that asked for HTTP and cannot have it is told so already.</summary>
    public static void SayWhyNot(Service service, bool isExposed, TranslationOptions options, ConditionList conditions)
    {
        if (!isExposed && IsOurs(service, options) && service.Annotation(Annotations.Expose) != "http" && WhyNot(service, options) is { } reason)
            conditions.Warning("LoadBalancerNotServed", "spec.type", reason);
    }

    /// <summary>Null where the Service is one for layer 4.</summary>
    private static string? WhyNot(Service service, TranslationOptions options) =>
        Layer4Scope.IsBalanced(service, options) ? null
        : !options.ServesLayer4 ? NoLayer4
        : options.AddressPools.IsEmpty ? NoPool
        : Layer4Scope.IsHeadless(service) ? Headless
        : KeptOff;

    public static bool IsOurs(Service service, TranslationOptions options) =>
        service.Spec is { Type: "LoadBalancer" } spec && spec.LoadBalancerClass == options.LoadBalancerClass;
}
