using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Ownership;

/// <summary>
/// One step of a path, as <c>fieldsV1</c> writes it: <c>f:</c> a field, <c>k:</c> an item by its keys, <c>v:</c> an item by its value.
/// </summary>
internal static class PathElement
{
    public static string Field(string name) => "f:" + name;

    public static string Value(JsonNode? value) => "v:" + Text(value);

    /// <summary>An item that does not say its protocol means TCP, and that is one of its keys.</summary>
    public static string Item(Shape list, JsonNode? item)
    {
        var keys = new JsonObject();
        foreach (var key in list.Keys.Order(StringComparer.Ordinal))
        {
            if (item.At(key) is { } value)
                keys[key] = value.DeepClone();
            else if (key == "protocol")
                keys[key] = "TCP";
        }
        return "k:" + Text(keys);
    }

    public static string? FieldName(string element) => element.StartsWith("f:", StringComparison.Ordinal) ? element[2..] : null;

    /// <summary>As messages write it: <c>.spec</c>, <c>[port=80,protocol="TCP"]</c>, <c>["value"]</c>.</summary>
    public static string Describe(string element) => element[..2] switch
    {
        "f:" => "." + element[2..],
        "k:" => $"[{string.Join(',', JsonNode.Parse(element[2..])!.AsObject().Select(key => $"{key.Key}={Text(key.Value)}"))}]",
        _ => $"[={element[2..]}]",
    };

    public static JsonNode? FindItem(JsonArray? items, Shape list, string element) => items?.FirstOrDefault(item => Item(list, item) == element);

    private static string Text(JsonNode? value) => value is null ? "null" : System.Text.Encoding.UTF8.GetString(value.Utf8());
}
