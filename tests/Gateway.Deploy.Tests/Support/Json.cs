using System.Text.Json.Nodes;

namespace Gateway.Deploy.Tests.Support;

internal static class Json
{
    /// <summary>The field at a path such as <c>spec.template</c>; null where there is none.</summary>
    public static JsonNode? At(this JsonNode? node, string path) =>
        path.Split('.').Aggregate(node, (at, field) => (at as JsonObject)?[field]);

    /// <summary>The items of a list; none where there is no list.</summary>
    public static IEnumerable<JsonNode> Items(this JsonNode? list) => (list as JsonArray ?? []).OfType<JsonNode>();

    public static IEnumerable<string> Texts(this JsonNode? list) => list.Items().Select(item => (string)item!);

    /// <summary>A map of texts, such as labels.</summary>
    public static Dictionary<string, string> Map(this JsonNode? map) =>
        (map as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => (string)pair.Value!);

    /// <summary>Whether a selector of these labels takes an object with those.</summary>
    public static bool Selects(this JsonNode? selector, IReadOnlyDictionary<string, string> labels)
    {
        var wanted = selector.Map();
        return wanted.Count > 0 && wanted.All(pair => labels.GetValueOrDefault(pair.Key) == pair.Value);
    }
}
