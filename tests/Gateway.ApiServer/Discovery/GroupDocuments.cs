using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Discovery;

/// <summary>Discovery group by group.</summary>
internal static class GroupDocuments
{
    public static JsonObject Groups(ResourceCatalogue catalogue)
    {
        var groups = catalogue.All.Select(type => type.Group).Where(group => group.Length > 0).Distinct();
        return new()
        {
            ["kind"] = "APIGroupList",
            ["apiVersion"] = "v1",
            ["groups"] = new JsonArray([.. groups.Select(group => Entry(catalogue, group))]),
        };
    }

    public static JsonObject Group(ResourceCatalogue catalogue, string group)
    {
        var document = new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" };
        foreach (var (name, value) in Entry(catalogue, group))
            document[name] = value?.DeepClone();
        return document;
    }

    public static JsonObject Resources(ResourceCatalogue catalogue, string group, string version)
    {
        var document = new JsonObject { ["kind"] = "APIResourceList" };
        // The core group, older than the rest, does not say of which version its list is.
        if (group.Length > 0)
            document["apiVersion"] = "v1";
        document["groupVersion"] = group.Length > 0 ? $"{group}/{version}" : version;
        var resources = new JsonArray();
        var types = catalogue.All.Where(type => type.Group == group && type.Version == version);
        foreach (var type in types.OrderBy(type => type.Plural, StringComparer.Ordinal))
        {
            resources.Add(Resource(type));
            if (type.HasStatus)
                resources.Add(Status(type));
        }
        document["resources"] = resources;
        return document;
    }

    private static JsonObject Entry(ResourceCatalogue catalogue, string group)
    {
        var versions = catalogue.All.Where(type => type.Group == group).Select(type => type.Version).Distinct().ToArray();
        return new()
        {
            ["name"] = group,
            ["versions"] = new JsonArray([.. versions.Select(version => Version(group, version))]),
            ["preferredVersion"] = Version(group, versions[0]),
        };
    }

    private static JsonObject Version(string group, string version) => new() { ["groupVersion"] = $"{group}/{version}", ["version"] = version };

    private static JsonObject Resource(ResourceType type)
    {
        var entry = new JsonObject
        {
            ["name"] = type.Plural,
            ["singularName"] = type.Singular,
            ["namespaced"] = type.Namespaced,
            ["kind"] = type.Kind,
            ["verbs"] = Verbs.Of(type),
        };
        if (type.ShortNames.Count > 0)
            entry["shortNames"] = new JsonArray([.. type.ShortNames.Select(name => (JsonNode)name)]);
        if (type.Categories.Count > 0)
            entry["categories"] = new JsonArray([.. type.Categories.Select(name => (JsonNode)name)]);
        var stored = Encoding.UTF8.GetBytes($"{type.Group}/{type.Version}/{type.Kind}");
        entry["storageVersionHash"] = Convert.ToBase64String(SHA256.HashData(stored)[..8]);
        return entry;
    }

    private static JsonObject Status(ResourceType type) => new()
    {
        ["name"] = $"{type.Plural}/status",
        ["singularName"] = "",
        ["namespaced"] = type.Namespaced,
        ["kind"] = type.Kind,
        ["verbs"] = Verbs.OfStatus(),
    };
}
