using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Ownership;

/// <summary>The sets of fields of whole objects, apart from those that no client owns, and those that are not written by the way in question.</summary>
internal static class FieldSets
{
    private static readonly HashSet<string> OfTheSystem =
    [
        "name", "namespace", "uid", "creationTimestamp", "resourceVersion", "generation", "managedFields", "selfLink", "deletionTimestamp",
        "deletionGracePeriodSeconds",
    ];

    /// <summary>What an applied object speaks about.</summary>
    public static FieldSet OfApplied(JsonObject value, Shape shape, string? subresource) =>
        ForEach(value, null, shape, subresource, (wanted, _, of) => FieldSetBuilder.OfApplied(wanted, of));

    /// <summary>What is new or different.</summary>
    public static FieldSet Changed(JsonObject? before, JsonObject after, Shape shape, string? subresource) =>
        ForEach(after, before, shape, subresource, (now, then, of) => FieldSetBuilder.Changed(then, now, of));

    /// <summary>What is not there any more.</summary>
    public static FieldSet Removed(JsonObject? before, JsonObject after, Shape shape, string? subresource) =>
        before is null ? new() : ForEach(before, after, shape, subresource, (then, now, of) => FieldSetBuilder.Removed(then, now, of));

    private static FieldSet ForEach(
        JsonObject value, JsonObject? other, Shape shape, string? subresource, Func<JsonNode?, JsonNode?, Shape, FieldSet> part)
    {
        var set = new FieldSet();
        foreach (var (name, member) in value)
        {
            if (name is not ("kind" or "apiVersion" or "metadata") && (name == "status") == (subresource == "status"))
                set.Attach(PathElement.Field(name), part(member, other?[name], shape.Field(name)));
        }
        var metadata = new FieldSet();
        foreach (var (name, member) in value.ObjectAt("metadata") ?? [])
        {
            if (!OfTheSystem.Contains(name))
                metadata.Attach(PathElement.Field(name), part(member, other.At("metadata", name), shape.Field("metadata").Field(name)));
        }
        set.Attach(PathElement.Field("metadata"), metadata);
        return set;
    }
}
