using System.Text.Json.Nodes;
using Gateway.ApiServer.Admission;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Ownership;

/// <summary>Notes on an object that is written, other than by applying, who owns what of it.</summary>
internal static class Ownerships
{
    // What changed belongs to who changed it, and to nobody else any more.
    // What went belongs to nobody.
    public static void Record(ResourceType type, JsonObject next, JsonObject? before, WriteOptions options, string now)
    {
        var owner = new Owner(options.Manager, Owner.Update, type.ApiVersion, options.Subresource ?? "");
        var shape = Shapes.For(type);
        var changed = FieldSets.Changed(before, next, shape, options.Subresource);
        var removed = FieldSets.Removed(before, next, shape, options.Subresource);
        var owners = ManagedFields.Of(next);
        owners.TakeFromOthers(owner, changed.Union(removed));
        owners.Set(owner, owners.FieldsOf(owner).Union(changed).Except(removed), now);
        owners.WriteTo(next);
    }

    /// <summary>An object that nobody is noted on belongs, before it is first applied to, to somebody all the same.</summary>
    public static void RecordUnowned(ManagedFields owners, ResourceType type, JsonObject value, string now)
    {
        if (owners.IsEmpty)
            owners.Set(
                new("before-first-apply", Owner.Update, type.ApiVersion, ""),
                FieldSets.Changed(null, value, Shapes.For(type), null),
                value.TextAt("metadata", "creationTimestamp") ?? now);
    }
}
