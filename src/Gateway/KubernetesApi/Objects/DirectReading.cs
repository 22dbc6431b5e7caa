using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Gateway.KubernetesApi.Objects;

internal static class DirectReading
{
    /// <summary>
    /// Reads the value that the reader stands on. Converters of this folder are called as they are: the serializer would first look for the value's
    /// end, at every level again. Those that are generated need it, to say where in the value something is wrong.
    /// </summary>
    public static T? ReadValue<T>(this ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return default;
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        return type.Converter is JsonConverter<T> own && own.GetType().Assembly == typeof(DirectReading).Assembly
            ? own.Read(ref reader, typeof(T), options)
            : JsonSerializer.Deserialize(ref reader, type);
    }
}
