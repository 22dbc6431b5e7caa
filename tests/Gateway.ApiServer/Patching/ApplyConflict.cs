using System.Text.Json.Nodes;
using Gateway.ApiServer.Ownership;
using Gateway.ApiServer.Statuses;

namespace Gateway.ApiServer.Patching;

internal static class ApplyConflict
{
    public static ApiError Build(IReadOnlyList<(Owner Owner, FieldSet Fields)> conflicts)
    {
        var all = conflicts.SelectMany(conflict => conflict.Fields.Describe().Select(path => (Words: Words(conflict.Owner), Path: path))).ToArray();
        var details = new JsonObject
        {
            ["causes"] = new JsonArray([.. all.Select(conflict => new JsonObject
            {
                ["reason"] = "FieldManagerConflict",
                ["message"] = $"conflict with {conflict.Words}",
                ["field"] = conflict.Path,
            })]),
        };
        return new(StatusText.Failure(409, "Conflict", Message(all), details));
    }

    // one field       Apply failed with 1 conflict: conflict with "a" using v1: .spec.type
    // several         Apply failed with 2 conflicts: conflicts with "a" using v1:, then a line for each
    private static string Message((string Words, string Path)[] all)
    {
        var count = all.Length == 1 ? "1 conflict" : $"{all.Length} conflicts";
        var groups = all.GroupBy(conflict => conflict.Words, conflict => conflict.Path).Select(group => group.Count() == 1
            ? $"conflict with {group.Key}: {group.Single()}"
            : $"conflicts with {group.Key}:\n{string.Join('\n', group.Select(path => "- " + path))}");
        return $"Apply failed with {count}: {string.Join('\n', groups)}";
    }

    private static string Words(Owner owner)
    {
        var subresource = owner.Subresource.Length > 0 ? $" with subresource \"{owner.Subresource}\"" : "";
        // Who applied is known by name alone.
        var version = owner.Operation == Owner.Update ? $" using {owner.ApiVersion}" : "";
        return $"\"{owner.Manager}\"{subresource}{version}";
    }
}
