using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Statuses;
using Gateway.ApiServer.Store;

namespace Gateway.ApiServer.Selectors;

/// <summary>The field values that a list or watch asks for. All conditions must hold.</summary>
internal sealed class FieldSelector(IReadOnlyList<(string Field, string Value, bool Equal)> requirements)
{
    public bool IsEmpty => requirements.Count == 0;

    public static FieldSelector Parse(string? text, ResourceType type)
    {
        var requirements = new List<(string, string, bool)>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var unequal = part.IndexOf("!=", StringComparison.Ordinal);
            var sign = unequal >= 0 ? unequal : part.IndexOf('=', StringComparison.Ordinal);
            if (sign < 0)
                throw ApiErrors.BadRequest($"invalid selector: '{part}'; can't understand '{part}'");
            var field = CoreName(part[..sign], type);
            if (field != "metadata.name" && !(field == "metadata.namespace" && type.Namespaced) && !type.SelectableFields.Contains(field))
                throw ApiErrors.BadRequest($"field label not supported: {part[..sign]}");
            requirements.Add((field, part[(sign + (unequal >= 0 ? 2 : 1))..].TrimStart('='), unequal < 0));
        }
        return new(requirements);
    }

    public bool Matches(StoredObject candidate)
    {
        foreach (var (field, value, equal) in requirements)
        {
            var actual = field switch
            {
                "metadata.name" => candidate.Name,
                "metadata.namespace" => candidate.Namespace,
                _ => candidate.Fields.GetValueOrDefault(field, ""),
            };
            if (actual == value != equal)
                return false;
        }
        return true;
    }

    // Fields are those of the form that is stored.
    private static string CoreName(string field, ResourceType type)
    {
        if (type.View is null)
            return field;
        return field == "reportingController" ? "reportingComponent" : field.Replace("regarding.", "involvedObject.", StringComparison.Ordinal);
    }
}
