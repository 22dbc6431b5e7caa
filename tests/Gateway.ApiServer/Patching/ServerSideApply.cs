using System.Text.Json.Nodes;
using Gateway.ApiServer.Admission;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Ownership;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Statuses;

namespace Gateway.ApiServer.Patching;

/// <summary>
/// Server-side apply: who applies says what they want of an object, owns just that, and loses what they do not say any more. Who wants something
/// that another owns, and wants it different, must insist.
/// </summary>
internal static class ServerSideApply
{
    public static JsonObject Apply(ResourceType type, JsonObject live, JsonObject wanted, bool force, WriteOptions options, string now)
    {
        if (wanted.At("metadata", "managedFields") is not null)
            throw ApiErrors.BadRequest("metadata.managedFields must be nil");
        wanted.DropNulls();
        var shape = Shapes.For(type);
        var owner = new Owner(options.Manager, Owner.Apply, type.ApiVersion, options.Subresource ?? "");
        var owners = ManagedFields.Of(live);
        Ownerships.RecordUnowned(owners, type, live, now);
        var fields = FieldSets.OfApplied(wanted, shape, options.Subresource);
        var merged = ApplyMerge.Merge(live.Copy(), Writable(wanted, options.Subresource), shape);
        Dispute(live, merged, shape, owner, owners, force);
        var dropped = owners.FieldsOf(owner).Except(fields).Except(owners.FieldsOfOthers(owner));
        ApplyMerge.Prune(merged, dropped, fields.Union(owners.FieldsOfOthers(owner)), shape);
        owners.Set(owner, fields, now);
        owners.WriteTo(merged);
        KeepVersion(wanted, merged);
        return merged;
    }

    private static void Dispute(JsonObject live, JsonObject merged, Shape shape, Owner owner, ManagedFields owners, bool force)
    {
        var changed = FieldSets.Changed(live, merged, shape, owner.Subresource);
        var conflicts = owners.Owners
            .Where(other => other != owner)
            .Select(other => (Owner: other, Fields: owners.FieldsOf(other).Intersect(changed)))
            .Where(conflict => !conflict.Fields.IsEmpty)
            .OrderBy(conflict => conflict.Owner.Manager, StringComparer.Ordinal)
            .ToArray();
        if (conflicts.Length > 0 && !force)
            throw ApplyConflict.Build(conflicts);
        foreach (var (_, fields) in conflicts)
            owners.TakeFromOthers(owner, fields);
    }

    /// <summary>What is wanted, without what is not written by this way.</summary>
    private static JsonObject Writable(JsonObject wanted, string? subresource)
    {
        var result = wanted.Copy();
        foreach (var name in result.Select(member => member.Key).ToArray())
        {
            if (name is not ("kind" or "apiVersion" or "metadata") && (name == "status") != (subresource == "status"))
                result.Remove(name);
        }
        return result;
    }

    /// <summary>Who names a version means just that one.</summary>
    private static void KeepVersion(JsonObject wanted, JsonObject merged)
    {
        var metadata = merged.Ensure("metadata");
        metadata.Remove("resourceVersion");
        if (wanted.At("metadata", "resourceVersion") is { } version)
            metadata["resourceVersion"] = version.DeepClone();
        if (wanted.At("metadata", "uid") is { } uid)
            metadata["uid"] = uid.DeepClone();
    }
}
