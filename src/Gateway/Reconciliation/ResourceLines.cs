using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Model.Resources;

namespace Gateway.Reconciliation;

/// <summary>Objects as lines of JSON: a line that is a text names the kind of the objects on the lines below it.</summary>
internal static class ResourceLines
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Objects are limited to some 1.5 MiB by the API server's store.</summary>
    private const int MaxLineBytes = 32 * 1024 * 1024;

    /// <summary>What no cluster holds: the text may be compressed to next to nothing.</summary>
    private const long MaxBytes = 4L * 1024 * 1024 * 1024;

    /// <param name="resources">Kind by kind.</param>
    public static void Write(Stream stream, IEnumerable<KubernetesObject> resources)
    {
        var buffer = new ArrayBufferWriter<byte>(ChunkBytes);
        using var json = new Utf8JsonWriter(buffer);
        var kind = "";
        foreach (var resource in resources)
        {
            if (resource.Kind != kind)
            {
                json.WriteStringValue(kind = resource.Kind);
                EndLine(json, buffer);
            }
            JsonSerializer.Serialize(json, resource, TypeOf(kind, ResourceJson.Default)!);
            EndLine(json, buffer);
            if (buffer.WrittenCount < ChunkBytes)
                continue;
            stream.Write(buffer.WrittenSpan);
            buffer.ResetWrittenCount();
        }
        stream.Write(buffer.WrittenSpan);
    }

    /// <summary>The objects one by one, as they are read.</summary>
    /// <exception cref="InvalidDataException">A line is none of these. The message says which and not what is on it.</exception>
    public static IEnumerable<KubernetesObject> Read(Stream stream, ResourceJson json)
    {
        var lines = new LineReader(stream, MaxLineBytes, MaxBytes);
        JsonTypeInfo? type = null;
        for (var number = 1; lines.MoveNext(); number++)
        {
            if (KindOn(lines.Current.Span) is { } kind)
                type = TypeOf(kind, json) ?? throw Unreadable(number);
            else
                yield return type is null ? throw Unreadable(number) : Parse(lines.Current.Span, type, number);
        }
    }

    private static void EndLine(Utf8JsonWriter json, ArrayBufferWriter<byte> buffer)
    {
        json.Flush();
        json.Reset();
        buffer.Write("\n"u8);
    }

    private static string? KindOn(ReadOnlySpan<byte> line) => line is [(byte)'"', .. var kind, (byte)'"'] ? Encoding.ASCII.GetString(kind) : null;

    private static KubernetesObject Parse(ReadOnlySpan<byte> line, JsonTypeInfo type, int number)
    {
        try
        {
            return (KubernetesObject?)JsonSerializer.Deserialize(line, type) ?? throw Unreadable(number);
        }
        catch (JsonException error)
        {
            throw Unreadable(number, error);
        }
    }

    private static InvalidDataException Unreadable(int number, Exception? inner = null) => new($"holds what is no object, on line {number} of them", inner);

    private static JsonTypeInfo? TypeOf(string? kind, ResourceJson json) => kind switch
    {
        "Service" => json.Service,
        "EndpointSlice" => json.EndpointSlice,
        "Node" => json.Node,
        "Namespace" => json.NamespaceResource,
        "Ingress" => json.Ingress,
        "IngressClass" => json.IngressClass,
        "Secret" => json.Secret,
        _ => null,
    };
}
