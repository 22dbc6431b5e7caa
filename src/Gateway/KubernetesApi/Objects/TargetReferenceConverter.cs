using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Model.Resources;

namespace Gateway.KubernetesApi.Objects;

/// <summary>Which pod an endpoint is; there is one for each endpoint, see <see cref="EndpointConverter"/>.</summary>
internal sealed class TargetReferenceConverter(StringPool pool) : JsonConverter<TargetReference>
{
    public override TargetReference? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        string? kind = null, space = null, name = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("kind"u8))
                kind = reader.ReadPooled(pool);
            else if (reader.ValueTextEquals("namespace"u8))
                space = reader.ReadPooled(pool);
            else if (reader.ValueTextEquals("name"u8))
                name = reader.ReadText();
            else
                reader.Skip();
        }
        return new() { Kind = kind, Namespace = space, Name = name };
    }

    public override void Write(Utf8JsonWriter writer, TargetReference value, JsonSerializerOptions options) => throw new NotSupportedException();
}
