using System.Text.Json.Nodes;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Discovery;

internal static class Verbs
{
    public static JsonArray Of(ResourceType type) =>
        [.. Names(type).Select(name => (JsonNode)name)];

    public static JsonArray OfStatus() => ["get", "patch", "update"];

    private static IEnumerable<string> Names(ResourceType type) => type.AllowsDeleteCollection
        ? ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
        : ["create", "delete", "get", "list", "patch", "update", "watch"];
}
