using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Store;

internal static class SelectableFields
{
    /// <summary>The fields that a selector may name, where the kind has any beside name and namespace.</summary>
    public static IReadOnlyDictionary<string, string> Read(ResourceType type, JsonObject value)
    {
        if (type.SelectableFields.Count == 0)
            return TextMap.Empty;
        var result = new Dictionary<string, string>(type.SelectableFields.Count);
        foreach (var field in type.SelectableFields)
            result[field] = value.ScalarAt(field.Split('.')) ?? (field == "spec.unschedulable" ? "false" : "");
        return result;
    }
}
