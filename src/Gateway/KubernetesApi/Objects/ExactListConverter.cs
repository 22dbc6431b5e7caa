using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.KubernetesApi.Objects;

/// <summary>Reads a list into an array of its length. A list that grows keeps room for four items where nearly all have one.</summary>
internal sealed class ExactListConverter<T> : JsonConverter<IReadOnlyList<T>>
{
    [ThreadStatic]
    private static List<T>? _spare;

    public override IReadOnlyList<T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException();
        // A list within a list of the same type would find it taken, and makes its own.
        var items = Interlocked.Exchange(ref _spare, null) ?? [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(ReadItem(ref reader, options, items.Count));
        T[] exact = [.. items];
        items.Clear();
        _spare = items;
        return exact;
    }

    private static T ReadItem(ref Utf8JsonReader reader, JsonSerializerOptions options, int index)
    {
        try
        {
            return reader.ReadValue<T>(options)!;
        }
        catch (JsonException error)
        {
            throw new ListItemException(index, error);
        }
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options) => throw new NotSupportedException();
}
