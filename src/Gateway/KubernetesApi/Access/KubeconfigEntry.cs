using System.Text.Json;

namespace Gateway.KubernetesApi.Access;

/// <summary>
/// A mapping in a kubeconfig, read field by field. What a field must not be is a problem that says where it is; the field then counts as absent. Fields that
/// nobody asks for are nobody's business.
/// </summary>
/// <param name="file">Absolute.</param>
/// <param name="place">Where in the file, such as <c>context "dev": user "u": exec.</c>; ends so that a field's name can follow.</param>
internal sealed class KubeconfigEntry(string file, string place, JsonElement value, List<string> problems)
{
    public JsonElement Value => value;

    /// <summary>A field of this entry for messages: file, context, path.</summary>
    public string NameOf(string field) => $"{file}: {place}{field}";

    public void Report(string field, string message) => problems.Add($"{NameOf(field)} {message}");

    /// <summary>For problems whose words begin with the field.</summary>
    public void Report(FormatException error) => problems.Add($"{file}: {place}{error.Message}");

    public bool Has(string field) => Find(field, _ => true, "") is not null;

    /// <summary>Null where there is none, or an empty one. A number is taken as it is written.</summary>
    public string? Text(string field) =>
        Find(field, kind => kind is JsonValueKind.String or JsonValueKind.Number, "is not text; put it in quotes") is { } found
        && TextOf(found) is { Length: > 0 } text ? text : null;

    /// <summary>As <see cref="Text"/>; that there is none is a problem.</summary>
    public string? Required(string field)
    {
        var before = problems.Count;
        var text = Text(field);
        if (text is null && problems.Count == before)
            Report(field, "is missing");
        return text;
    }

    /// <summary>Takes the words that YAML 1.1 has for the two as well.</summary>
    public bool Flag(string field)
    {
        var found = Find(field, kind => kind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.String, "is neither true nor false");
        if (found is not { ValueKind: JsonValueKind.String })
            return found?.GetBoolean() ?? false;
        var word = found.Value.GetString()!.ToLowerInvariant();
        if (word is not ("y" or "yes" or "on" or "n" or "no" or "off"))
            Report(field, "is neither true nor false");
        return word is "y" or "yes" or "on";
    }

    public IReadOnlyList<string> Texts(string field)
    {
        var items = Items(field);
        if (items.All(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Number))
            return items.ConvertAll(TextOf);
        Report(field, "is not a list of texts");
        return [];
    }

    public KubeconfigEntry? Section(string field) =>
        Find(field, kind => kind == JsonValueKind.Object, "is not a mapping") is { } section ? Below($"{field}.", section) : null;

    public IReadOnlyList<KubeconfigEntry> Sections(string field)
    {
        var items = Items(field);
        if (items.Exists(item => item.ValueKind != JsonValueKind.Object))
            Report(field, "is not a list of mappings");
        return [.. items.Index().Where(item => item.Item.ValueKind == JsonValueKind.Object).Select(item => Below($"{field}[{item.Index}].", item.Item))];
    }

    /// <summary>A path, absolute: a relative one starts at the folder that the kubeconfig is in.</summary>
    public string? FilePath(string field) => Text(field) is { } path ? Path.GetFullPath(path, Path.GetDirectoryName(file)!) : null;

    /// <summary>The content that a field names a file for, or its twin with <c>-data</c> holds in base64.</summary>
    public FieldContent? Content(string field)
    {
        var path = FilePath(field);
        var data = Bytes($"{field}-data");
        if (path is not null && data is not null)
            Report(field, $"and {field}-data are both there; one has to go");
        return data is not null ? FieldContent.Inline($"{field}-data", data) : path is not null ? FieldContent.File(field, path) : null;
    }

    private byte[]? Bytes(string field)
    {
        if (Text(field) is not { } text)
            return null;
        var bytes = new byte[text.Length];
        if (Convert.TryFromBase64String(text, bytes, out var length))
            return bytes[..length];
        Report(field, "is not base64");
        return null;
    }

    private List<JsonElement> Items(string field) =>
        Find(field, kind => kind == JsonValueKind.Array, "is not a list") is { } list ? [.. list.EnumerateArray()] : [];

    private JsonElement? Find(string field, Predicate<JsonValueKind> isExpected, string otherwise)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(field, out var found) || found.ValueKind == JsonValueKind.Null)
            return null;
        if (isExpected(found.ValueKind))
            return found;
        Report(field, otherwise);
        return null;
    }

    private KubeconfigEntry Below(string path, JsonElement section) => new(file, place + path, section, problems);

    private static string TextOf(JsonElement text) => text.ValueKind == JsonValueKind.String ? text.GetString()! : text.GetRawText();
}
