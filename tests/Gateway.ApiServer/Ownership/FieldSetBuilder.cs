using System.Text.Json.Nodes;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Ownership;

/// <summary>From parts of objects to the sets of their fields, by the shape of the parts.</summary>
internal static class FieldSetBuilder
{
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

    public static FieldSet Changed(JsonNode? before, JsonNode? after, Shape shape)
    {
        var set = new FieldSet();
        if (after is null)
            return set;
        // What the user makes up, and lists of items, are there or not by themselves; other objects are there by their fields.
        set.IsMember = before is null && (shape.Kind is ShapeKind.Map or ShapeKind.Keyed or ShapeKind.Set || after is JsonObject { Count: 0 });
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
                    var old = PathElement.FindItem(before as JsonArray, shape, element);
                    var child = Changed(old, item, shape.Item);
                    child.IsMember |= old is null;
                    set.Attach(element, child);
                }
                break;
            case JsonArray items when shape.Kind == ShapeKind.Set:
                foreach (var item in items.Where(item => !Has(before as JsonArray, item)))
                    set.Attach(PathElement.Value(item), new() { IsMember = true });
                break;
            default:
                set.IsMember |= !JsonNode.DeepEquals(before, after);
                break;
        }
        return set;
    }

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
                    var left = PathElement.FindItem(now, shape, element);
                    var child = Removed(item, left, shape.Item);
                    child.IsMember |= left is null;
                    set.Attach(element, child);
                }
                break;
            case JsonArray items when shape.Kind == ShapeKind.Set && after is JsonArray now:
                foreach (var item in items.Where(item => !Has(now, item)))
                    set.Attach(PathElement.Value(item), new() { IsMember = true });
                break;
            default:
                break;
        }
        return set;
    }

    private static bool Has(JsonArray? items, JsonNode? value) => items?.Any(item => JsonNode.DeepEquals(item, value)) == true;
}
