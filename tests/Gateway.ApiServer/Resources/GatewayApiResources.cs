namespace Gateway.ApiServer.Resources;

/// <summary>The Gateway API, which a cluster has only where somebody installed it.</summary>
internal static class GatewayApiResources
{
    public const string Group = "gateway.networking.k8s.io";

    public static readonly ResourceType[] All =
    [
        Define("gatewayclasses", "GatewayClass", namespaced: false, "gc"),
        Define("gateways", "Gateway", namespaced: true, "gtw"),
        Define("httproutes", "HTTPRoute", namespaced: true),
    ];

    private static ResourceType Define(string plural, string kind, bool namespaced, params string[] shortNames) => new(Group, "v1", plural, kind)
    {
        Namespaced = namespaced,
        HasStatus = true,
        CountsGenerations = true,
        IsCustom = true,
        UpdatesNeedVersion = true,
        ShortNames = shortNames,
        Categories = ["gateway-api"],
    };
}
