using System.Text.Json.Nodes;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Discovery;

/// <summary>
/// OpenAPI as far as kubectl asks: that there is a schema for a kind, without saying what is in it, and that the server checks fields itself.
/// </summary>
internal static class OpenApi
{
    public static JsonObject Index(ResourceCatalogue catalogue) => new()
    {
        ["paths"] = new JsonObject(catalogue.All.Select(RootOf).Distinct().Select(root => KeyValuePair.Create<string, JsonNode?>(
            root, new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{root}" }))),
    };

    /// <param name="root">Such as <c>apis/apps/v1</c>.</param>
    public static JsonObject? Build(ResourceCatalogue catalogue, string root, int minor)
    {
        var types = catalogue.All.Where(type => RootOf(type) == root).ToArray();
        return types.Length == 0 ? null : new()
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = $"v1.{minor}.2" },
            ["paths"] = new JsonObject(types.SelectMany(Paths)),
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject(types.Select(type => KeyValuePair.Create<string, JsonNode?>(SchemaName(type), Schema(type)))),
            },
        };
    }

    private static string RootOf(ResourceType type) => type.Group.Length == 0 ? $"api/{type.Version}" : $"apis/{type.ApiVersion}";

    private static string SchemaName(ResourceType type)
    {
        var package = type.IsCustom ? "networking.gateway" : type.Group.Length == 0 ? "api.core" : "api." + type.Group.Split('.')[0];
        return $"io.k8s.{package}.{type.Version}.{type.Kind}";
    }

    private static JsonObject Schema(ResourceType type) => new()
    {
        ["description"] = $"A {type.Kind}.",
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["apiVersion"] = new JsonObject { ["type"] = "string" },
            ["kind"] = new JsonObject { ["type"] = "string" },
            ["metadata"] = new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true },
        },
        ["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(type)),
        ["x-kubernetes-preserve-unknown-fields"] = true,
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Paths(ResourceType type)
    {
        var place = type.Namespaced ? $"/{RootOf(type)}/namespaces/{{namespace}}/{type.Plural}" : $"/{RootOf(type)}/{type.Plural}";
        yield return KeyValuePair.Create<string, JsonNode?>(place, new JsonObject
        {
            ["get"] = Operation(type, "list"),
            ["post"] = Operation(type, "post", "dryRun", "fieldManager", "fieldValidation"),
        });
        yield return KeyValuePair.Create<string, JsonNode?>($"{place}/{{name}}", new JsonObject
        {
            ["get"] = Operation(type, "get"),
            ["put"] = Operation(type, "put", "dryRun", "fieldManager", "fieldValidation"),
            ["patch"] = Operation(type, "patch", "dryRun", "fieldManager", "fieldValidation", "force"),
            ["delete"] = Operation(type, "delete", "dryRun"),
        });
    }

    private static JsonObject Operation(ResourceType type, string action, params string[] parameters) => new()
    {
        ["operationId"] = $"{action}{type.Kind}",
        ["parameters"] = new JsonArray([.. parameters.Select(name => new JsonObject
        {
            ["name"] = name,
            ["in"] = "query",
            ["schema"] = new JsonObject { ["type"] = name == "force" ? "boolean" : "string", ["uniqueItems"] = true },
        })]),
        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        ["x-kubernetes-action"] = action,
        ["x-kubernetes-group-version-kind"] = GroupVersionKind(type),
    };

    private static JsonObject GroupVersionKind(ResourceType type) =>
        new() { ["group"] = type.Group, ["kind"] = type.Kind, ["version"] = type.Version };
}
