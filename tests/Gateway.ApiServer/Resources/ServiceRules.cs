using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;

namespace Gateway.ApiServer.Resources;

/// <summary>What the server adds to a Service: defaults, and addresses and ports that it gives out and keeps.</summary>
internal static class ServiceRules
{
    public static void Default(JsonObject value)
    {
        var spec = value.Ensure("spec");
        spec.SetDefault("sessionAffinity", () => "None");
        spec.SetDefault("type", () => "ClusterIP");
        foreach (var port in Ports(spec))
        {
            port.SetDefault("protocol", () => "TCP");
            port.SetDefault("targetPort", () => port["port"]?.DeepClone());
        }
        var type = spec.TextAt("type");
        if (type != "ExternalName")
            spec.SetDefault("internalTrafficPolicy", () => "Cluster");
        if (type is "NodePort" or "LoadBalancer")
            spec.SetDefault("externalTrafficPolicy", () => "Cluster");
        if (type == "LoadBalancer")
            spec.SetDefault("allocateLoadBalancerNodePorts", () => true);
    }

    public static void Allocate(JsonObject value, JsonObject? before, Allocator allocator)
    {
        var spec = value.Ensure("spec");
        var old = before.ObjectAt("spec");
        var type = spec.TextAt("type");
        if (type == "ExternalName")
            return;
        AllocateAddresses(spec, old, allocator);
        if (type == "NodePort" || (type == "LoadBalancer" && spec.IsTrueAt("allocateLoadBalancerNodePorts")))
        {
            foreach (var port in Ports(spec))
                port.SetDefault("nodePort", () => NodePortBefore(old, port) ?? allocator.NextNodePort());
        }
        if (type == "LoadBalancer" && spec.TextAt("externalTrafficPolicy") == "Local")
            spec.SetDefault("healthCheckNodePort", () => old?["healthCheckNodePort"]?.DeepClone() ?? allocator.NextNodePort());
    }

    public static void Validate(JsonObject value, JsonObject? before, FieldErrors errors)
    {
        var spec = value.ObjectAt("spec");
        var type = spec.TextAt("type");
        if (type is not ("ClusterIP" or "NodePort" or "LoadBalancer" or "ExternalName"))
            errors.NotSupported("spec.type", type ?? "", "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        var ports = spec.ArrayAt("ports");
        if (ports is not { Count: > 0 } && type != "ExternalName" && spec.TextAt("clusterIP") != "None")
            errors.Required("spec.ports");
        for (var index = 0; index < ports?.Count; index++)
        {
            if (ports[index].NumberAt("port") is not (>= 1 and <= 65535))
                errors.InvalidNumber($"spec.ports[{index}].port", ports[index].NumberAt("port") ?? 0, "must be between 1 and 65535, inclusive");
            if (ports.Count > 1 && string.IsNullOrEmpty(ports[index].TextAt("name")))
                errors.Required($"spec.ports[{index}].name");
            else if (ports.Take(index).Any(other => other.TextAt("name") == ports[index].TextAt("name")))
                errors.Add($"spec.ports[{index}].name", "FieldValueDuplicate", $"Duplicate value: \"{ports[index].TextAt("name")}\"");
        }
        if (before.TextAt("spec", "clusterIP") is { } address && address != spec.TextAt("clusterIP") && type != "ExternalName")
            errors.Invalid("spec.clusterIPs[0]", spec.TextAt("clusterIP") ?? "", "may not change once set");
    }

    private static IEnumerable<JsonObject> Ports(JsonObject spec) => spec.ArrayAt("ports")?.OfType<JsonObject>() ?? [];

    private static JsonNode? NodePortBefore(JsonObject? old, JsonObject port) => old.ArrayAt("ports")?
        .FirstOrDefault(other => other.NumberAt("port") == port.NumberAt("port") && other.TextAt("protocol") == port.TextAt("protocol"))
        .At("nodePort")?.DeepClone();

    private static void AllocateAddresses(JsonObject spec, JsonObject? old, Allocator allocator)
    {
        if (string.IsNullOrEmpty(spec.TextAt("clusterIP")))
        {
            spec["clusterIP"] = spec.ArrayAt("clusterIPs") is [{ } first, ..]
                ? first.DeepClone()
                : old?["clusterIP"]?.DeepClone() ?? allocator.NextClusterIp();
        }
        var sameAddress = old.TextAt("clusterIP") == spec.TextAt("clusterIP");
        spec.SetDefault("clusterIPs", () => (sameAddress ? old?["clusterIPs"]?.DeepClone() : null) ?? new JsonArray(spec["clusterIP"]!.DeepClone()));
        var family = spec.TextAt("clusterIP")?.Contains(':', StringComparison.Ordinal) == true ? "IPv6" : "IPv4";
        spec.SetDefault("ipFamilies", () => old?["ipFamilies"]?.DeepClone() ?? new JsonArray(family));
        spec.SetDefault("ipFamilyPolicy", () => old?["ipFamilyPolicy"]?.DeepClone() ?? "SingleStack");
    }
}
