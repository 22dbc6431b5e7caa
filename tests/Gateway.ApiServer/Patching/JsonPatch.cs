using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Statuses;

namespace Gateway.ApiServer.Patching;

/// <summary>RFC 6902.</summary>
internal static class JsonPatch
{
    public static JsonObject Apply(JsonObject target, JsonArray patch)
    {
        // A document of one member, so that the whole can be replaced like any part.
        var holder = new JsonObject { ["document"] = target };
        foreach (var operation in patch)
            Apply(holder, operation.TextAt("op") ?? "", operation);
        return holder["document"] is JsonObject result ? Take(holder, result) : throw Refuse("the result is no object");
    }

    private static void Apply(JsonObject holder, string name, JsonNode? operation)
    {
        var path = Parse(operation.TextAt("path"));
        switch (name)
        {
            case "add":
                Add(holder, path, operation.At("value")?.DeepClone());
                break;
            case "remove":
                Remove(holder, path);
                break;
            case "replace":
                Replace(holder, path, operation.At("value")?.DeepClone());
                break;
            case "move":
                Add(holder, path, Remove(holder, Parse(operation.TextAt("from"))));
                break;
            case "copy":
                Add(holder, path, Get(holder, Parse(operation.TextAt("from")))?.DeepClone());
                break;
            case "test":
                if (!JsonNode.DeepEquals(Get(holder, path), operation.At("value")))
                    throw Refuse($"testing value {operation.TextAt("path")} failed: test failed");
                break;
            default:
                throw ApiErrors.BadRequest($"unexpected kind: {name}");
        }
    }

    private static JsonNode? Get(JsonNode holder, string[] path) => path.Aggregate((JsonNode?)holder, Step);

    private static JsonNode? Step(JsonNode? node, string part) => node switch
    {
        JsonObject members when members.TryGetPropertyValue(part, out var value) => value,
        JsonArray items => items[Index(items, part, items.Count - 1)],
        _ => throw Refuse($"missing path: /{part}"),
    };

    private static void Add(JsonNode holder, string[] path, JsonNode? value)
    {
        switch (Get(holder, path[..^1]))
        {
            case JsonObject members:
                members[path[^1]] = value;
                break;
            case JsonArray items:
                items.Insert(path[^1] == "-" ? items.Count : Index(items, path[^1], items.Count), value);
                break;
            default:
                throw Refuse($"add operation does not apply: doc is missing path: \"/{string.Join('/', path[1..])}\": missing value");
        }
    }

    private static void Replace(JsonNode holder, string[] path, JsonNode? value)
    {
        Get(holder, path);
        if (Get(holder, path[..^1]) is JsonArray items)
            items[Index(items, path[^1], items.Count - 1)] = value;
        else
            ((JsonObject)Get(holder, path[..^1])!)[path[^1]] = value;
    }

    private static JsonNode? Remove(JsonNode holder, string[] path)
    {
        var value = Get(holder, path);
        if (Get(holder, path[..^1]) is JsonArray items)
            items.RemoveAt(Index(items, path[^1], items.Count - 1));
        else
            ((JsonObject)Get(holder, path[..^1])!).Remove(path[^1]);
        return value;
    }

    private static JsonObject Take(JsonObject holder, JsonObject result)
    {
        holder.Remove("document");
        return result;
    }

    private static int Index(JsonArray items, string part, int last) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= last
            ? index
            : throw Refuse($"index out of bounds: {part} of {items.Count}");

    private static string[] Parse(string? pointer) =>
    [
        "document",
        .. (pointer ?? "").Split('/').Skip(1).Select(Unescape),
    ];

    private static string Unescape(string part) => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static ApiError Refuse(string why) =>
        new(StatusText.Failure(422, "Invalid", $"the server rejected our request due to an error in our request: {why}", []));
}
