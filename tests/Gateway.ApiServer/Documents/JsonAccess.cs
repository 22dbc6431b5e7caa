using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.ApiServer.Documents;

/// <summary>Reads and writes of JSON whose shape nobody vouches for: a member of another type than asked for counts as absent.</summary>
internal static class JsonAccess
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            node = (node as JsonObject)?[name];
        return node;
    }

    public static JsonObject? ObjectAt(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonObject;

    public static JsonArray? ArrayAt(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonArray;

    public static string? TextAt(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path).AsText();

    public static string? AsText(this JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>As a field selector compares it: text as it is, numbers and booleans as they are written.</summary>
    public static string? ScalarAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value ? value.AsText() ?? value.ToJsonString() : null;

    public static long? NumberAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.Number && long.TryParse(value.ToJsonString(), out var number)
            ? number
            : null;

    public static bool IsTrueAt(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path)?.GetValueKind() == JsonValueKind.True;

    /// <summary>The object under that name, made where it is missing or something else.</summary>
    public static JsonObject Ensure(this JsonObject owner, string name)
    {
        if (owner[name] is JsonObject there)
            return there;
        var made = new JsonObject();
        owner[name] = made;
        return made;
    }

    public static void SetDefault(this JsonObject owner, string name, Func<JsonNode?> value)
    {
        if (owner[name] is null)
            owner[name] = value();
    }

    public static JsonObject Copy(this JsonObject value) => (JsonObject)value.DeepClone();

    /// <summary>Like the server's own types, which do not write what is null.</summary>
    public static void DropNulls(this JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var name in members.Where(member => member.Value is null).Select(member => member.Key).ToArray())
                    members.Remove(name);
                foreach (var (_, value) in members)
                    value.DropNulls();
                break;
            case JsonArray items:
                foreach (var item in items)
                    item.DropNulls();
                break;
            default:
                break;
        }
    }
}
