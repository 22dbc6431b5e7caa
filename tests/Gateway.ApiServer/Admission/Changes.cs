using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
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
    public static bool AreNone(JsonObject before, JsonObject after) => JsonNode.DeepEquals(Comparable(before), Comparable(after));

    private static JsonObject Comparable(JsonObject value)
    {
        var copy = value.Copy();
        copy.Remove("kind");
        copy.Remove("apiVersion");
        copy.ObjectAt("metadata")?.Remove("resourceVersion");
        foreach (var entry in copy.ArrayAt("metadata", "managedFields")?.OfType<JsonObject>() ?? [])
            entry.Remove("time");
        return copy;
    }
}
