using System.Text.Json.Nodes;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Discovery;

/// <summary>Discovery of all groups in one answer, as newer clients ask for it.</summary>
internal static class AggregatedDiscovery
{
    public static JsonObject Build(IEnumerable<ResourceType> types) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. types.GroupBy(type => type.Group).Select(Group)]),
    };

    private static JsonObject Group(IGrouping<string, ResourceType> group) => new()
    {
        ["metadata"] = group.Key.Length > 0 ? new JsonObject { ["name"] = group.Key } : [],
        ["versions"] = new JsonArray([.. group.GroupBy(type => type.Version).Select(version => new JsonObject
        {
            ["version"] = version.Key,
            ["resources"] = new JsonArray([.. version.Select(Resource)]),
            ["freshness"] = "Current",
        })]),
    };

    private static JsonObject Resource(ResourceType type)
    {
        var entry = new JsonObject
        {
            ["resource"] = type.Plural,
            ["responseKind"] = Kind(type),
            ["scope"] = type.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = type.Singular,
            ["verbs"] = Verbs.Of(type),
        };
        if (type.ShortNames.Count > 0)
            entry["shortNames"] = new JsonArray([.. type.ShortNames.Select(name => (JsonNode)name)]);
        if (type.Categories.Count > 0)
            entry["categories"] = new JsonArray([.. type.Categories.Select(name => (JsonNode)name)]);
        if (type.HasStatus)
        {
            entry["subresources"] = new JsonArray(new JsonObject
            {
                ["subresource"] = "status",
                ["responseKind"] = Kind(type),
                ["verbs"] = Verbs.OfStatus(),
            });
        }
        return entry;
    }

    private static JsonObject Kind(ResourceType type) => new() { ["group"] = type.Group, ["version"] = type.Version, ["kind"] = type.Kind };
}
