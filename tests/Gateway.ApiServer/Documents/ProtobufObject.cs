using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.ApiServer.Documents;

/// <summary>
/// The few messages of Kubernetes' protobuf form that kubectl sends when it makes an object from its command line, such as
/// <c>kubectl create namespace</c>; it takes JSON for an answer.
/// </summary>
internal static class ProtobufObject
{
    private static readonly Message Metadata = new()
    {
        [1] = new("name", FieldKind.Text),
        [2] = new("generateName", FieldKind.Text),
        [3] = new("namespace", FieldKind.Text),
        [11] = new("labels", FieldKind.Text, IsMap: true),
        [12] = new("annotations", FieldKind.Text, IsMap: true),
    };

    private static readonly Message AccessSpec = new()
    {
        [1] = new("resourceAttributes", FieldKind.Message, Of: new()
        {
            [1] = new("namespace", FieldKind.Text),
            [2] = new("verb", FieldKind.Text),
            [3] = new("group", FieldKind.Text),
            [4] = new("version", FieldKind.Text),
            [5] = new("resource", FieldKind.Text),
            [6] = new("subresource", FieldKind.Text),
            [7] = new("name", FieldKind.Text),
        }),
        [2] = new("nonResourceAttributes", FieldKind.Message, Of: new() { [1] = new("path", FieldKind.Text), [2] = new("verb", FieldKind.Text) }),
    };

    private static readonly Dictionary<string, Message> Kinds = new()
    {
        ["Namespace"] = new() { [1] = new("metadata", FieldKind.Message, Of: Metadata) },
        ["ServiceAccount"] = new() { [1] = new("metadata", FieldKind.Message, Of: Metadata) },
        ["ConfigMap"] = new()
        {
            [1] = new("metadata", FieldKind.Message, Of: Metadata),
            [2] = new("data", FieldKind.Text, IsMap: true),
            [3] = new("binaryData", FieldKind.Bytes, IsMap: true),
        },
        ["Secret"] = new()
        {
            [1] = new("metadata", FieldKind.Message, Of: Metadata),
            [2] = new("data", FieldKind.Bytes, IsMap: true),
            [3] = new("type", FieldKind.Text),
            [4] = new("stringData", FieldKind.Text, IsMap: true),
        },
        ["SelfSubjectAccessReview"] = new() { [2] = new("spec", FieldKind.Message, Of: AccessSpec) },
    };

    private static readonly Message Type = new() { [1] = new("apiVersion", FieldKind.Text), [2] = new("kind", FieldKind.Text) };

    private static readonly Message Envelope = new() { [1] = new("type", FieldKind.Message, Of: Type), [2] = new("raw", FieldKind.Bytes) };

    private enum FieldKind
    {
        Text,
        Bytes,
        Message,
    }

    /// <summary>Null for what is of another kind, or not of this form at all.</summary>
    public static JsonObject? Parse(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith("k8s\0"u8))
            return null;
        var envelope = Read(body[4..], Envelope);
        if (envelope.TextAt("type", "kind") is not { } kind || !Kinds.TryGetValue(kind, out var message))
            return null;
        var value = Read(System.Convert.FromBase64String(envelope.TextAt("raw") ?? ""), message);
        value["kind"] = kind;
        value["apiVersion"] = envelope.TextAt("type", "apiVersion");
        return value;
    }

    private static JsonObject Read(ReadOnlySpan<byte> bytes, Message message)
    {
        var value = new JsonObject();
        while (bytes.Length > 0)
        {
            var tag = ReadNumber(ref bytes);
            switch (tag & 7)
            {
                case 0:
                    ReadNumber(ref bytes);
                    break;
                case 2:
                    var length = (int)ReadNumber(ref bytes);
                    if (message.TryGetValue((int)(tag >> 3), out var field))
                        Add(value, field, bytes[..length]);
                    bytes = bytes[length..];
                    break;
                default:
                    throw new FormatException($"cannot read wire type {tag & 7}");
            }
        }
        return value;
    }

    private static void Add(JsonObject value, Field field, ReadOnlySpan<byte> bytes)
    {
        if (!field.IsMap)
        {
            // What is empty is not there.
            if (bytes.Length > 0)
                value[field.Name] = Convert(field.Kind, field.Of, bytes);
            return;
        }
        var entry = Read(bytes, new() { [1] = new("key", FieldKind.Text), [2] = new("value", field.Kind) });
        value.Ensure(field.Name)[entry.TextAt("key") ?? ""] = entry.TextAt("value") ?? "";
    }

    private static JsonNode? Convert(FieldKind kind, Message? of, ReadOnlySpan<byte> bytes) => kind switch
    {
        FieldKind.Text => Encoding.UTF8.GetString(bytes),
        FieldKind.Bytes => System.Convert.ToBase64String(bytes),
        _ => Read(bytes, of!),
    };

    private static ulong ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        for (var (index, shift) = (0, 0); index < bytes.Length && shift < 64; index++, shift += 7)
        {
            number |= (ulong)(bytes[index] & 127) << shift;
            if (bytes[index] >= 128)
                continue;
            bytes = bytes[(index + 1)..];
            return number;
        }
        throw new FormatException("a number does not end");
    }

    private sealed record Field(string Name, FieldKind Kind, bool IsMap = false, Message? Of = null);

    private sealed class Message : Dictionary<int, Field>;
}
