using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Model.Resources;

namespace Gateway.KubernetesApi.Objects;

/// <summary>
/// Reads of an object's metadata what is used. Managed fields, owners and what <c>kubectl</c> notes for itself are most of an object's bytes, and are
/// passed over without a string being made of them.
/// </summary>
internal sealed class ObjectMetaConverter(StringPool pool, KeptKeys labels, KeptKeys annotations) : JsonConverter<ObjectMeta>
{
    public override ObjectMeta? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        string? name = null, space = null, uid = null, version = null;
        long? generation = null;
        DateTimeOffset? created = null, deleted = null;
        IReadOnlyDictionary<string, string>? keptLabels = null, keptAnnotations = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8))
                name = reader.ReadText();
            else if (reader.ValueTextEquals("namespace"u8))
                space = reader.ReadPooled(pool);
            else if (reader.ValueTextEquals("uid"u8))
                uid = reader.ReadText();
            else if (reader.ValueTextEquals("resourceVersion"u8))
                version = reader.ReadText();
            else if (reader.ValueTextEquals("generation"u8))
                generation = reader.Read() && reader.TokenType != JsonTokenType.Null ? reader.GetInt64() : null;
            else if (reader.ValueTextEquals("creationTimestamp"u8))
                created = Time(ref reader);
            else if (reader.ValueTextEquals("deletionTimestamp"u8))
                deleted = Time(ref reader);
            else if (reader.ValueTextEquals("labels"u8))
                keptLabels = Pairs(ref reader, labels);
            else if (reader.ValueTextEquals("annotations"u8))
                keptAnnotations = Pairs(ref reader, annotations);
            else
                reader.Skip();
        }
        return new()
        {
            Name = name!,
            Namespace = space!,
            Uid = uid,
            ResourceVersion = version,
            Generation = generation,
            CreationTimestamp = created,
            DeletionTimestamp = deleted,
            Labels = keptLabels,
            Annotations = keptAnnotations,
        };
    }

    public override void Write(Utf8JsonWriter writer, ObjectMeta value, JsonSerializerOptions options) => throw new NotSupportedException();

    private static DateTimeOffset? Time(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null
            : reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time) ? time
            : throw new JsonException();
    }

    private Dictionary<string, string>? Pairs(ref Utf8JsonReader reader, KeptKeys kept)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        Dictionary<string, string>? pairs = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (KeyOf(ref reader, kept) is { } key)
                (pairs ??= new(1))[key] = reader.ReadPooled(pool) ?? "";
            else
                reader.Skip();
        }
        return pairs;
    }

    /// <summary>Null for one that nobody reads. Where a buffer ended in the middle of a key, or it has escapes, it is put together first.</summary>
    private string? KeyOf(ref Utf8JsonReader reader, KeptKeys kept)
    {
        var key = reader.HasValueSequence || reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
        return kept.Keeps(key) ? pool.Get(key) : null;
    }
}
