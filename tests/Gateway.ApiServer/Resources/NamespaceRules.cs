using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;

namespace Gateway.ApiServer.Resources;

internal static class NamespaceRules
{
    public static void Default(JsonObject value)
    {
        if (value.TextAt("metadata", "name") is { } name)
            value.Ensure("metadata").Ensure("labels")["kubernetes.io/metadata.name"] = name;
        value.Ensure("spec").SetDefault("finalizers", () => new JsonArray("kubernetes"));
    }
}
