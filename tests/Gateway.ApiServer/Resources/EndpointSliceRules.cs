using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;

namespace Gateway.ApiServer.Resources;

internal static class EndpointSliceRules
{
    public static void Default(JsonObject value)
    {
        // The two lists are written as null where there are none: the one place where clients meet it.
        if (!value.ContainsKey("endpoints"))
            value["endpoints"] = null;
        if (!value.ContainsKey("ports"))
            value["ports"] = null;
        foreach (var endpoint in value.ArrayAt("endpoints")?.OfType<JsonObject>() ?? [])
            endpoint.SetDefault("conditions", () => new JsonObject());
        foreach (var port in value.ArrayAt("ports")?.OfType<JsonObject>() ?? [])
        {
            port.SetDefault("name", () => "");
            port.SetDefault("protocol", () => "TCP");
        }
    }

    public static void Validate(JsonObject value, JsonObject? before, FieldErrors errors)
    {
        var type = value.TextAt("addressType");
        if (type is null)
            errors.Required("addressType");
        else if (type is not ("IPv4" or "IPv6" or "FQDN"))
            errors.NotSupported("addressType", type, "FQDN", "IPv4", "IPv6");
        if (before.TextAt("addressType") is { } old && old != type)
            errors.Invalid("addressType", type ?? "", "field is immutable");
        var endpoints = value.ArrayAt("endpoints");
        for (var index = 0; index < endpoints?.Count; index++)
            ValidateAddresses(endpoints[index], index, type, errors);
    }

    private static void ValidateAddresses(JsonNode? endpoint, int index, string? type, FieldErrors errors)
    {
        var addresses = endpoint.ArrayAt("addresses");
        if (addresses is not { Count: > 0 })
        {
            errors.Required($"endpoints[{index}].addresses", "must contain at least 1 address");
            return;
        }
        for (var position = 0; position < addresses.Count; position++)
        {
            var text = addresses[position].AsText() ?? "";
            var field = $"endpoints[{index}].addresses[{position}]";
            if (type == "FQDN")
                continue;
            var family = type == "IPv6" ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
            if (!IPAddress.TryParse(text, out var address) || address.AddressFamily != family)
                errors.Invalid(field, text, $"must be a valid {type} address");
            else if (IPAddress.IsLoopback(address))
                errors.Invalid(field, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
            else if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
                errors.Invalid(field, text, $"may not be unspecified ({text})");
            else if (address.IsIPv6LinkLocal || text.StartsWith("169.254.", StringComparison.Ordinal))
                errors.Invalid(field, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        }
    }
}
