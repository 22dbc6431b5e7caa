using System.Text.Json.Nodes;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Admission;

/// <summary>What a write changed.</summary>
internal static class Changes
{
    /// <summary>A generation is of everything but metadata and status.</summary>
    public static bool CountAsGeneration(ResourceType type, JsonObject before, JsonObject after) =>
        type.CountsGenerations && before.Select(member => member.Key).Union(after.Select(member => member.Key))
            .Where(name => name is not ("kind" or "apiVersion" or "metadata" or "status"))
            .Any(name => !JsonNode.DeepEquals(before[name], after[name]));

    /// <summary>Whether a write may be left out, as the server does: a note on who owns what is no change if only its time differs.</summary>
    public static bool AreNone(JsonObject before, JsonObject after) =>
        AreEqual(before, after, (name, then, now) => name switch
        {
            "kind" or "apiVersion" => true,
            "metadata" => AreEqual(ObjectOf(then), ObjectOf(now), IsSameMetadata),
            _ => JsonNode.DeepEquals(then, now),
        });

    private static bool IsSameMetadata(string name, JsonNode? before, JsonNode? after) => name switch
    {
        "resourceVersion" => true,
        "managedFields" => before is JsonArray then && after is JsonArray now
            ? then.Count == now.Count && then.Zip(now).All(pair => AreEqual(ObjectOf(pair.First), ObjectOf(pair.Second), IsSameOwner))
            : before is null && after is null,
        _ => JsonNode.DeepEquals(before, after),
    };

    private static bool IsSameOwner(string name, JsonNode? before, JsonNode? after) => name == "time" || JsonNode.DeepEquals(before, after);

    private static JsonObject ObjectOf(JsonNode? node) => node as JsonObject ?? [];

    private static bool AreEqual(JsonObject before, JsonObject after, Func<string, JsonNode?, JsonNode?, bool> same) =>
        after.All(member => same(member.Key, before[member.Key], member.Value)) &&
        before.All(member => after.ContainsKey(member.Key) || same(member.Key, member.Value, null));
}
