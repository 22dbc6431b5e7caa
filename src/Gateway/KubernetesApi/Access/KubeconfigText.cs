using System.Buffers;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gateway.KubernetesApi.Access;

/// <summary>The text of a kubeconfig, YAML or JSON, as JSON.</summary>
internal static class KubeconfigText
{
    /// <exception cref="FormatException">
    /// It is neither. The message says where, and not in the parser's words: those may repeat a piece of the text, which may be a piece of a secret.
    /// </exception>
    public static JsonElement Parse(string text)
    {
        if (text.AsSpan().TrimStart() is ['{', ..] && TryParseJson(text) is { } json)
            return json;
        return TryParseYaml(text, out var root) is { } fault ? throw new FormatException(fault) : ToJson(root);
    }

    /// <summary>The fault; null where there is none.</summary>
    private static string? TryParseYaml(string text, out YamlNode? root)
    {
        root = null;
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            root = yaml.Documents.Count == 0 ? null : yaml.Documents[0].RootNode;
            return null;
        }
        catch (YamlException error)
        {
            var fault = error.Message.StartsWith("Duplicate key", StringComparison.Ordinal) ? "has a key twice" : "is not YAML";
            return $"{fault}, at line {error.Start.Line}, column {error.Start.Column}";
        }
        catch (Exception)
        {
            // The parser meets what it has no words for with one or another exception.
            return "is not YAML";
        }
    }

    private static JsonElement? TryParseJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement ToJson(YamlNode? root)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            if (root is null)
                writer.WriteNullValue();
            else
                new KubeconfigYaml(writer).Write(root, 0);
        }
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
