using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;

namespace Gateway.ApiServer.Resources;

internal static class IngressRules
{
    public static void Default(JsonObject value) => value.Ensure("spec");

    public static void Validate(JsonObject value, JsonObject? before, FieldErrors errors)
    {
        var rules = value.ArrayAt("spec", "rules");
        if (rules is not { Count: > 0 } && value.At("spec", "defaultBackend") is null)
            errors.Invalid("spec", "", "either `defaultBackend` or `rules` must be specified");
        for (var rule = 0; rule < rules?.Count; rule++)
        {
            var paths = rules[rule].ArrayAt("http", "paths");
            if (rules[rule].At("http") is not null && paths is not { Count: > 0 })
                errors.Required($"spec.rules[{rule}].http.paths");
            for (var path = 0; path < paths?.Count; path++)
                ValidatePath(paths[path], $"spec.rules[{rule}].http.paths[{path}]", errors);
        }
    }

    private static void ValidatePath(JsonNode? path, string field, FieldErrors errors)
    {
        var type = path.TextAt("pathType");
        if (type is null)
            errors.Required($"{field}.pathType", "pathType must be specified");
        else if (type is not ("Exact" or "Prefix" or "ImplementationSpecific"))
            errors.NotSupported($"{field}.pathType", type, "Exact", "ImplementationSpecific", "Prefix");
        else if (type != "ImplementationSpecific" && path.TextAt("path")?.StartsWith('/') != true)
            errors.Invalid($"{field}.path", path.TextAt("path") ?? "", "must be an absolute path");
        if (path.At("backend") is null)
            errors.Required($"{field}.backend");
    }
}
