using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Patching;

/// <summary>
/// A merge patch that knows lists: items are found by their merge key, and a patch may say what is to be done with them
/// (<c>$patch</c>, <c>$deleteFromPrimitiveList</c>, <c>$setElementOrder</c>, <c>$retainKeys</c>).
/// </summary>
internal static class StrategicMerge
{
    private const string DeleteFromList = "$deleteFromPrimitiveList/";
    private const string Order = "$setElementOrder/";

    public static JsonObject Apply(JsonObject target, JsonObject patch, Shape shape)
    {
        if (patch.TextAt("$patch") is "replace" or "delete")
            return WithoutDirectives(patch.TextAt("$patch") == "delete" ? [] : patch.Copy());
        Retain(target, patch);
        foreach (var (name, value) in patch)
        {
            if (name.StartsWith(DeleteFromList, StringComparison.Ordinal))
                RemoveAll(target.ArrayAt(name[DeleteFromList.Length..]), value as JsonArray);
            else if (!name.StartsWith('$'))
                Set(target, name, value, shape.Field(name));
        }
        foreach (var (name, order) in patch.Where(member => member.Key.StartsWith(Order, StringComparison.Ordinal)))
            StrategicOrder.Apply(target, name[Order.Length..], order as JsonArray, shape.Field(name[Order.Length..]));
        return target;
    }

    private static void Set(JsonObject target, string name, JsonNode? value, Shape shape)
    {
        if (value is null)
        {
            target.Remove(name);
            return;
        }
        var there = target[name];
        target[name] = null;
        target[name] = (there, value) switch
        {
            (_, JsonObject members) => Apply(there as JsonObject ?? [], members, shape),
            (JsonArray items, JsonArray wanted) when shape is { Kind: ShapeKind.Keyed, MergeKey: { } key } => MergeItems(items, wanted, key, shape.Item),
            (JsonArray items, JsonArray wanted) when shape.Kind == ShapeKind.Set => MergeScalars(items, wanted),
            (_, JsonArray wanted) when shape is { Kind: ShapeKind.Keyed, MergeKey: { } key } => MergeItems([], wanted, key, shape.Item),
            _ => value.DeepClone(),
        };
    }

    // {$patch: replace}            the items that follow are all there are
    // {key: x, $patch: delete}     x is not there any more
    // {key: x, ...}                x is merged, or added
    private static JsonArray MergeItems(JsonArray items, JsonArray wanted, string key, Shape shape)
    {
        if (wanted.Any(item => item.TextAt("$patch") == "replace" && item.At(key) is null))
            items.Clear();
        foreach (var item in wanted.OfType<JsonObject>())
        {
            if (item.TextAt("$patch") == "replace" && item[key] is null)
                continue;
            var there = items.OfType<JsonObject>().FirstOrDefault(other => JsonNode.DeepEquals(other[key], item[key]));
            if (item.TextAt("$patch") == "delete")
                items.Remove(there);
            else if (there is null)
                items.Add(Apply([], item, shape));
            else
            {
                var index = items.IndexOf(there);
                items[index] = null;
                items[index] = Apply(there, item, shape);
            }
        }
        return items;
    }

    private static JsonArray MergeScalars(JsonArray items, JsonArray wanted)
    {
        foreach (var item in wanted.Where(item => !items.Any(there => JsonNode.DeepEquals(there, item))))
            items.Add(item?.DeepClone());
        return items;
    }

    private static void RemoveAll(JsonArray? items, JsonArray? unwanted)
    {
        foreach (var value in unwanted ?? [])
        {
            if (items?.FirstOrDefault(item => JsonNode.DeepEquals(item, value)) is { } there)
                items.Remove(there);
        }
    }

    private static void Retain(JsonObject target, JsonObject patch)
    {
        if (patch.ArrayAt("$retainKeys") is not { } retained)
            return;
        var names = retained.Select(name => name.AsText()).ToHashSet();
        foreach (var name in target.Select(member => member.Key).Where(name => !names.Contains(name)).ToArray())
            target.Remove(name);
    }

    private static JsonObject WithoutDirectives(JsonObject value)
    {
        foreach (var name in value.Select(member => member.Key).Where(name => name.StartsWith('$')).ToArray())
            value.Remove(name);
        return value;
    }
}
