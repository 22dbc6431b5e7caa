using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gateway.ApiServer.Tests.Support;

/// <summary>JSON without what is different each time: ids, times, versions, and what a server gives out.</summary>
internal static partial class Comparable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly string[] Different =
        ["uid", "resourceVersion", "creationTimestamp", "time", "nodePort", "healthCheckNodePort", "continue"];

    public static string Of(JsonNode? node)
    {
        var copy = node?.DeepClone();
        Blur(copy);
        return Sort(copy)?.ToJsonString(Indented) ?? "null";
    }

    public static string Text(string text) => CurrentVersion().Replace(GeneratedName().Replace(text, "web.?"), "?");

    private static void Blur(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                Blur(item);
        }
        if (node is not JsonObject members)
            return;
        foreach (var (name, value) in members.ToArray())
        {
            if (Different.Contains(name) && value is JsonValue)
                members[name] = "?";
            else if (name is "clusterIP" && value?.GetValue<string>() is not "None" || name == "clusterIPs" && value![0]!.GetValue<string>() != "None")
                members[name] = "?";
            else if (name.StartsWith("k:{\"uid\"", StringComparison.Ordinal))
            {
                members.Remove(name);
                members["k:uid"] = value;
            }
            else if (value is JsonValue scalar && scalar.GetValueKind() == JsonValueKind.String)
                members[name] = Text(scalar.GetValue<string>());
            else
                Blur(value);
        }
    }

    private static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(
            members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sort(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sort)]),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex(@"web\.[a-z0-9]{5}\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GeneratedName();

    [GeneratedRegex(@"(?<=current: )\d+$|(?<=too old resource version: \d+ )\(\d+\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CurrentVersion();
}
