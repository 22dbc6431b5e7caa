using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.ApiServer.Documents;

/// <summary>
/// An object as it is stored and sent: its members after <c>kind</c> and <c>apiVersion</c>, from <c>"metadata":</c> to the closing brace. What goes
/// before differs (an item of a list says no kind, an event of a watch has a frame), and this part is shared by all of them.
/// </summary>
/// <param name="VersionStart">Where the digits of the resource version begin.</param>
internal readonly record struct ObjectText(ReadOnlyMemory<byte> Bytes, int VersionStart, int VersionLength)
{
    /// <summary>The order that the server's own types have.</summary>
    private static readonly string[] BeforeVersion = ["name", "generateName", "namespace", "selfLink", "uid"];
    private static readonly string[] AfterVersion =
    [
        "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences", "finalizers",
        "managedFields",
    ];

    private static readonly HashSet<string> Ordered = [.. BeforeVersion, "resourceVersion", .. AfterVersion];

    public static ObjectText Write(JsonObject value, long version)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WritePropertyName("metadata");
        var (start, length) = WriteMetadata(writer, buffer, value["metadata"], version);
        foreach (var (name, member) in value)
        {
            if (name is "kind" or "apiVersion" or "metadata")
                continue;
            writer.WritePropertyName(name);
            WriteNode(writer, member);
        }
        writer.WriteEndObject();
        writer.Flush();
        // Without the brace that opens the object.
        return new(buffer.WrittenMemory[1..].ToArray(), start - 1, length);
    }

    /// <summary>The same with another version, without reading it again.</summary>
    public ObjectText WithVersion(long version)
    {
        if (VersionLength == 0)
            return this;
        var digits = Encoding.ASCII.GetBytes(version.ToString());
        var bytes = new byte[Bytes.Length - VersionLength + digits.Length];
        Bytes.Span[..VersionStart].CopyTo(bytes);
        digits.CopyTo(bytes, VersionStart);
        Bytes.Span[(VersionStart + VersionLength)..].CopyTo(bytes.AsSpan(VersionStart + digits.Length));
        return new(bytes, VersionStart, digits.Length);
    }

    public JsonObject Read(string kind, string apiVersion)
    {
        var text = new byte[Bytes.Length + 1];
        text[0] = (byte)'{';
        Bytes.Span.CopyTo(text.AsSpan(1));
        var read = (JsonObject)JsonNode.Parse(text)!;
        var whole = new JsonObject { ["kind"] = kind, ["apiVersion"] = apiVersion };
        foreach (var (name, member) in read.ToArray())
        {
            read.Remove(name);
            whole[name] = member;
        }
        return whole;
    }

    private static (int Start, int Length) WriteMetadata(Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer, JsonNode? node, long version)
    {
        // What was put into the store unchecked may have metadata of any type.
        if (node is not JsonObject metadata)
        {
            WriteNode(writer, node);
            return (1, 0);
        }
        writer.WriteStartObject();
        WriteMembers(writer, metadata, BeforeVersion);
        var place = WriteVersion(writer, buffer, version);
        WriteMembers(writer, metadata, AfterVersion);
        foreach (var (name, member) in metadata)
        {
            if (Ordered.Contains(name))
                continue;
            writer.WritePropertyName(name);
            WriteNode(writer, member);
        }
        writer.WriteEndObject();
        return place;
    }

    /// <summary>What was not written to the store, as in a dry run, may have no version.</summary>
    private static (int Start, int Length) WriteVersion(Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer, long version)
    {
        if (version == 0)
            return (1, 0);
        writer.WritePropertyName("resourceVersion");
        writer.Flush();
        var start = buffer.WrittenCount + 1;
        var digits = version.ToString();
        writer.WriteStringValue(digits);
        return (start, digits.Length);
    }

    private static void WriteMembers(Utf8JsonWriter writer, JsonObject metadata, string[] names)
    {
        foreach (var name in names)
        {
            if (metadata[name] is not { } member)
                continue;
            writer.WritePropertyName(name);
            member.WriteTo(writer);
        }
    }

    private static void WriteNode(Utf8JsonWriter writer, JsonNode? node)
    {
        if (node is null)
            writer.WriteNullValue();
        else
            node.WriteTo(writer);
    }
}
