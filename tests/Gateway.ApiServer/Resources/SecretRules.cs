using System.Text;
using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;

namespace Gateway.ApiServer.Resources;

internal static class SecretRules
{
    private const int MaxSize = 1024 * 1024;

    public static void Default(JsonObject value)
    {
        value.SetDefault("type", () => "Opaque");
        if (value.ObjectAt("stringData") is not { } plain)
            return;
        var data = value.Ensure("data");
        foreach (var (key, text) in plain)
            data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text.AsText() ?? ""));
        value.Remove("stringData");
    }

    public static void Validate(JsonObject value, JsonObject? before, FieldErrors errors)
    {
        var size = value.ObjectAt("data")?.Sum(entry => (entry.Value.AsText()?.Length ?? 0) / 4 * 3) ?? 0;
        if (size > MaxSize)
            errors.Add("data", "FieldValueTooLong", $"Too long: may not be more than {MaxSize} bytes");
        if (before.TextAt("type") is { } type && type != value.TextAt("type"))
            errors.Invalid("type", value.TextAt("type") ?? "", "field is immutable");
        if (value.TextAt("type") == "kubernetes.io/tls")
        {
            foreach (var key in new[] { "tls.crt", "tls.key" })
            {
                if (value.At("data", key) is null)
                    errors.Required($"data[{key}]");
            }
        }
    }
}
