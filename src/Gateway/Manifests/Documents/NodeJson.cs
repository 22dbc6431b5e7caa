using System.Buffers;
using System.Text.Json;

namespace Gateway.Manifests.Documents;

/// <summary>Trees into JSON.</summary>
internal static class NodeJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        // The limits of the tree apply; the text has been checked when it was composed.
        MaxDepth = ManifestLimits.MaxDepth + 1,
        SkipValidation = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// The tree as UTF-8 JSON. A key whose value is null is left out: to the Kubernetes API it is the same as a key that is absent.
    /// </summary>
    public static ReadOnlyMemory<byte> Build(ManifestNode node)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
            Write(writer, node);
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, ManifestNode node)
    {
        switch (node)
        {
            case MappingNode mapping:
                writer.WriteStartObject();
                foreach (var entry in mapping.Entries)
                {
                    if (entry.Value.IsNull)
                        continue;
                    writer.WritePropertyName(entry.Key);
                    Write(writer, entry.Value);
                }
                writer.WriteEndObject();
                break;
            case SequenceNode sequence:
                writer.WriteStartArray();
                foreach (var item in sequence.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case ScalarNode { Kind: ScalarKind.Text } text:
                writer.WriteStringValue(text.Text);
                break;
            case ScalarNode scalar:
                writer.WriteRawValue(scalar.Text, skipInputValidation: true);
                break;
        }
    }
}
