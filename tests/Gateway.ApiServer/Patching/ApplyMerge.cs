using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Ownership;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Patching;

/// <summary>Merges by the shape of things.</summary>
internal static class ApplyMerge
{
    public static JsonObject Merge(JsonObject live, JsonObject wanted, Shape shape)
    {
        foreach (var (name, value) in wanted)
        {
            var there = live[name];
            live[name] = null;
            live[name] = MergeNode(there, value, shape.Field(name));
        }
        return live;
    }

    /// <summary>Takes out what is dropped, as far as nothing in it is kept.</summary>
    public static void Prune(JsonNode? node, FieldSet dropped, FieldSet kept, Shape shape)
    {
        foreach (var (element, child) in dropped.Children)
        {
            var keep = kept.Find(element);
            if (node is JsonObject members && PathElement.FieldName(element) is { } name)
                PruneField(members, name, child, keep, shape.Field(name));
            else if (node is JsonArray items)
                PruneItem(items, element, child, keep, shape);
        }
    }

    private static void PruneField(JsonObject members, string name, FieldSet dropped, FieldSet? kept, Shape shape)
    {
        if (dropped.IsMember && kept is null)
        {
            members.Remove(name);
            return;
        }
        Prune(members[name], dropped, kept ?? new(), shape);
        if (kept is null && members[name] is JsonObject { Count: 0 } or JsonArray { Count: 0 })
            members.Remove(name);
    }

    private static void PruneItem(JsonArray items, string element, FieldSet dropped, FieldSet? kept, Shape shape)
    {
        var item = shape.Kind == ShapeKind.Keyed
            ? PathElement.FindItem(items, shape, element)
            : items.FirstOrDefault(item => PathElement.Value(item) == element);
        if (item is null)
            return;
        if (dropped.IsMember && kept is null)
            items.Remove(item);
        else
            Prune(item, dropped, kept ?? new(), shape.Item);
    }

    private static JsonNode? MergeNode(JsonNode? live, JsonNode? wanted, Shape shape) => (live, wanted) switch
    {
        (JsonObject there, JsonObject members) when shape.Kind != ShapeKind.Atomic => Merge(there, members, shape),
        (JsonArray there, JsonArray items) when shape.Kind == ShapeKind.Keyed => MergeItems(there, items, shape),
        (JsonArray there, JsonArray items) when shape.Kind == ShapeKind.Set => MergeSet(there, items),
        _ => wanted?.DeepClone(),
    };

    private static JsonArray MergeItems(JsonArray live, JsonArray wanted, Shape shape)
    {
        foreach (var item in wanted)
        {
            var there = PathElement.FindItem(live, shape, PathElement.Item(shape, item));
            if (there is null)
                live.Add(item?.DeepClone());
            else
            {
                var index = live.IndexOf(there);
                live[index] = null;
                live[index] = MergeNode(there, item, shape.Item);
            }
        }
        return live;
    }

    private static JsonArray MergeSet(JsonArray live, JsonArray wanted)
    {
        foreach (var item in wanted.Where(item => !live.Any(there => JsonNode.DeepEquals(there, item))))
            live.Add(item?.DeepClone());
        return live;
    }
}
