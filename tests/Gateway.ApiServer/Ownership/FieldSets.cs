using System.Text.Json.Nodes;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Ownership;

/// <summary>From objects to the sets of their fields.</summary>
internal static class FieldSets
{
    private static readonly string[] OfTheSystem =
    [
        "name", "namespace", "uid", "creationTimestamp", "resourceVersion", "generation", "managedFields", "selfLink", "deletionTimestamp",
        "deletionGracePeriodSeconds",
    ];

    /// <summary>What an applied object speaks about.</summary>
    public static FieldSet OfApplied(JsonNode? value, Shape shape)
    {
        var set = new FieldSet();
        switch (value)
        {
            case JsonObject { Count: > 0 } members when shape.Kind != ShapeKind.Atomic:
                foreach (var (name, member) in members)
                    set.Attach(PathElement.Field(name), OfApplied(member, shape.Field(name)));
                break;
            case JsonArray { Count: > 0 } items when shape.Kind == ShapeKind.Keyed:
                foreach (var item in items)
                {
                    var child = OfApplied(item, shape.Item);
                    child.IsMember = true;
                    set.Attach(PathElement.Item(shape, item), child);
                }
                break;
            case JsonArray { Count: > 0 } items when shape.Kind == ShapeKind.Set:
                foreach (var item in items)
                    set.Attach(PathElement.Value(item), new() { IsMember = true });
                break;
            default:
                set.IsMember = true;
                break;
        }
        return set;
    }

    /// <summary>What is in <paramref name="after"/> and was not, or was different, in <paramref name="before"/>.</summary>
    public static FieldSet Changed(JsonNode? before, JsonNode? after, Shape shape)
    {
        var set = new FieldSet();
        if (after is null)
            return set;
        var isNew = before is null;
        // What the user makes up, and lists of items, are there or not by themselves; other objects are there by their fields.
        set.IsMember = isNew && (shape.Kind is ShapeKind.Map or ShapeKind.Keyed or ShapeKind.Set || after is JsonObject { Count: 0 });
        switch (after)
        {
            case JsonObject members when shape.Kind != ShapeKind.Atomic:
                foreach (var (name, member) in members)
                    set.Attach(PathElement.Field(name), Changed((before as JsonObject)?[name], member, shape.Field(name)));
                break;
            case JsonArray items when shape.Kind == ShapeKind.Keyed:
                foreach (var item in items)
                {
                    var element = PathElement.Item(shape, item);
                    var old = FindItem(before as JsonArray, shape, element);
                    var child = Changed(old, item, shape.Item);
                    child.IsMember |= old is null;
                    set.Attach(element, child);
                }
                break;
            case JsonArray items when shape.Kind == ShapeKind.Set:
                foreach (var item in items.Where(item => (before as JsonArray)?.Any(old => JsonNode.DeepEquals(old, item)) != true))
                    set.Attach(PathElement.Value(item), new() { IsMember = true });
                break;
            default:
                set.IsMember |= !JsonNode.DeepEquals(before, after);
                break;
        }
        return set;
    }

    /// <summary>What was in <paramref name="before"/> and is not in <paramref name="after"/> at all.</summary>
    public static FieldSet Removed(JsonNode? before, JsonNode? after, Shape shape)
    {
        if (after is null)
            return Changed(null, before, shape);
        var set = new FieldSet();
        switch (before)
        {
            case JsonObject members when shape.Kind != ShapeKind.Atomic && after is JsonObject now:
                foreach (var (name, member) in members)
                    set.Attach(PathElement.Field(name), Removed(member, now[name], shape.Field(name)));
                break;
            case JsonArray items when shape.Kind == ShapeKind.Keyed && after is JsonArray now:
                foreach (var item in items)
                {
                    var element = PathElement.Item(shape, item);
                    var left = FindItem(now, shape, element);
                    var child = Removed(item, left, shape.Item);
                    child.IsMember |= left is null;
                    set.Attach(element, child);
                }
                break;
            case JsonArray items when shape.Kind == ShapeKind.Set && after is JsonArray now:
                foreach (var item in items.Where(item => !now.Any(left => JsonNode.DeepEquals(left, item))))
                    set.Attach(PathElement.Value(item), new() { IsMember = true });
                break;
            default:
                break;
        }
        return set;
    }

    /// <summary>An object without what no client owns, and without what is not written by this way.</summary>
    public static JsonObject Ownable(JsonObject value, string? subresource)
    {
        var result = new JsonObject();
        foreach (var (name, member) in value)
        {
            if (name is "kind" or "apiVersion" || (name == "status") != (subresource == "status") && name != "metadata")
                continue;
            result[name] = member?.DeepClone();
        }
        if (result["metadata"] is not JsonObject metadata)
            return result;
        foreach (var name in OfTheSystem)
            metadata.Remove(name);
        if (metadata.Count == 0)
            result.Remove("metadata");
        return result;
    }

    public static JsonNode? FindItem(JsonArray? items, Shape shape, string element) =>
        items?.FirstOrDefault(item => PathElement.Item(shape, item) == element);
}
