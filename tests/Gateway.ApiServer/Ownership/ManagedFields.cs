using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;

namespace Gateway.ApiServer.Ownership;

/// <summary>One of <c>metadata.managedFields</c>: who owns which fields, by which way of writing.</summary>
internal sealed record Owner(string Manager, string Operation, string ApiVersion, string Subresource)
{
    public const string Apply = "Apply";
    public const string Update = "Update";
}

/// <summary>The owners of an object.</summary>
internal sealed class ManagedFields
{
    private readonly Dictionary<Owner, (FieldSet Fields, string Time)> _entries = [];

    public IReadOnlyCollection<Owner> Owners => _entries.Keys;

    public bool IsEmpty => _entries.Count == 0;

    public static ManagedFields Of(JsonObject? value)
    {
        var result = new ManagedFields();
        foreach (var entry in value.ArrayAt("metadata", "managedFields") ?? [])
        {
            var owner = new Owner(
                entry.TextAt("manager") ?? "", entry.TextAt("operation") ?? "", entry.TextAt("apiVersion") ?? "", entry.TextAt("subresource") ?? "");
            result._entries[owner] = (FieldSet.Parse(entry.ObjectAt("fieldsV1")), entry.TextAt("time") ?? "");
        }
        return result;
    }

    public FieldSet FieldsOf(Owner owner) => _entries.TryGetValue(owner, out var entry) ? entry.Fields : new();

    /// <summary>Sets what an owner has. Its time stays where that is what it had.</summary>
    public void Set(Owner owner, FieldSet fields, string now)
    {
        if (fields.IsEmpty)
            _entries.Remove(owner);
        else if (!_entries.TryGetValue(owner, out var entry) || !JsonNode.DeepEquals(entry.Fields.Format(), fields.Format()))
            _entries[owner] = (fields, now);
    }

    /// <summary>Takes fields from everybody but one.</summary>
    public void TakeFromOthers(Owner owner, FieldSet fields)
    {
        foreach (var (other, entry) in _entries.ToArray())
        {
            if (other != owner)
                Set(other, entry.Fields.Except(fields), entry.Time);
        }
    }

    /// <summary>What everybody but one has.</summary>
    public FieldSet FieldsOfOthers(Owner owner) =>
        _entries.Where(entry => entry.Key != owner).Aggregate(new FieldSet(), (all, entry) => all.Union(entry.Value.Fields));

    public void WriteTo(JsonObject value)
    {
        var metadata = value.Ensure("metadata");
        metadata.Remove("managedFields");
        if (_entries.Count > 0)
            metadata["managedFields"] = Format();
    }

    // Those who applied come first, then who wrote earlier.
    private JsonArray Format() =>
    [
        .. _entries
            .OrderBy(entry => entry.Key.Operation, StringComparer.Ordinal)
            .ThenBy(entry => entry.Value.Time, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Manager, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Subresource, StringComparer.Ordinal)
            .Select(entry => Format(entry.Key, entry.Value.Fields, entry.Value.Time)),
    ];

    private static JsonNode Format(Owner owner, FieldSet fields, string time)
    {
        var entry = new JsonObject
        {
            ["manager"] = owner.Manager,
            ["operation"] = owner.Operation,
            ["apiVersion"] = owner.ApiVersion,
            ["time"] = time,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = fields.Format(),
        };
        if (owner.Subresource.Length > 0)
            entry["subresource"] = owner.Subresource;
        return entry;
    }
}
