using System.Buffers;
using System.Text.Json;
using Gateway.Model;

namespace Gateway.KubernetesApi.Watching;

/// <summary>Reads one event of a watch: <c>{"type":…,"object":…}</c>, in whichever order.</summary>
internal static class WatchEventReader
{
    private const string InitialEventsEnd = "k8s.io/initial-events-end";

    /// <exception cref="JsonException">It is no event at all: the stream cannot be trusted from here on.</exception>
    public static WatchEvent Read(ReadOnlySequence<byte> line, WatchedKind kind)
    {
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("an event of a watch must be an object");
        string? type = null;
        Utf8JsonReader start = default;
        var isComplete = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isObject = reader.ValueTextEquals("object"u8);
            reader.Read();
            if (isType)
                type = TypeOf(ref reader);
            if (isObject)
            {
                start = reader;
                isComplete = true;
            }
            reader.Skip();
        }
        return isComplete ? Build(type, start, line, kind) : throw new JsonException("an event of a watch must have an object");
    }

    private static string? TypeOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("MODIFIED"u8) ? "MODIFIED" : reader.ValueTextEquals("ADDED"u8) ? "ADDED" : reader.GetString();

    // ADDED, MODIFIED     the object as it is now
    // DELETED             the object as it was last
    // BOOKMARK            an object of metadata alone
    // ERROR               a Status
    private static WatchEvent Build(string? type, Utf8JsonReader reader, ReadOnlySequence<byte> line, WatchedKind kind) => type switch
    {
        "ADDED" or "MODIFIED" => ReadObject(reader, line, kind, WatchEventType.Upsert),
        "DELETED" => ReadObject(reader, line, kind, WatchEventType.Delete),
        "BOOKMARK" => ReadBookmark(reader),
        "ERROR" => new(WatchEventType.Error, null, default, Status: JsonSerializer.Deserialize(ref reader, ApiStatusJson.Default.ApiStatus)),
        _ => throw new JsonException($"there is no event of type {type}"),
    };

    private static WatchEvent ReadObject(Utf8JsonReader reader, ReadOnlySequence<byte> line, WatchedKind kind, WatchEventType type)
    {
        var again = reader;
        try
        {
            var resource = kind.Read(ref reader);
            return new(type, resource.Metadata.ResourceVersion, resource.Reference, type == WatchEventType.Delete ? null : resource);
        }
        catch (Exception error) when (ObjectHead.IsUnreadable(error))
        {
            var head = ObjectHead.Read(ref again);
            var reference = new ObjectReference(kind.Kind, head.Name);
            // What is gone is gone, readable or not.
            return type == WatchEventType.Delete && head.Name.Name.Length > 0
                ? new(type, head.Version, reference)
                : new(WatchEventType.Unreadable, head.Version, reference, Fault: ObjectHead.Words(error, kind));
        }
    }

    private static WatchEvent ReadBookmark(Utf8JsonReader reader)
    {
        var head = ObjectHead.Read(ref reader);
        return new(head.Annotations.Contains(InitialEventsEnd) ? WatchEventType.InitialEventsEnd : WatchEventType.Bookmark, head.Version, default);
    }
}
