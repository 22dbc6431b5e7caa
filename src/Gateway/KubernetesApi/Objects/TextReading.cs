using System.Text.Json;

namespace Gateway.KubernetesApi.Objects;

/// <summary>Reading the value that follows a property's name.</summary>
internal static class TextReading
{
    /// <summary>A text or null, taken from the pool.</summary>
    public static string? ReadPooled(this ref Utf8JsonReader reader, StringPool pool)
    {
        reader.Read();
        return reader switch
        {
            { TokenType: JsonTokenType.String, ValueIsEscaped: false, HasValueSequence: false } => pool.Get(reader.ValueSpan),
            { TokenType: JsonTokenType.String or JsonTokenType.Null } => reader.GetString(),
            _ => throw new JsonException(),
        };
    }

    /// <summary>A text or null, as a string of its own: for what does not repeat.</summary>
    public static string? ReadText(this ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? reader.GetString() : throw new JsonException();
    }
}
