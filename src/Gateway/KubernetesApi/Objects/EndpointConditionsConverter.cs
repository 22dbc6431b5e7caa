using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Model.Resources;

namespace Gateway.KubernetesApi.Objects;

/// <summary>There are 27 different conditions of endpoints in the world: one instance of each is enough.</summary>
internal sealed class EndpointConditionsConverter : JsonConverter<EndpointConditions>
{
    private static readonly bool?[] Values = [null, false, true];

    private static readonly EndpointConditions[] All =
    [
        .. from ready in Values
           from serving in Values
           from terminating in Values
           select new EndpointConditions { Ready = ready, Serving = serving, Terminating = terminating },
    ];

    public override EndpointConditions? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        int ready = 0, serving = 0, terminating = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("ready"u8))
                ready = Digit(ref reader);
            else if (reader.ValueTextEquals("serving"u8))
                serving = Digit(ref reader);
            else if (reader.ValueTextEquals("terminating"u8))
                terminating = Digit(ref reader);
            else
                reader.Skip();
        }
        return All[9 * ready + 3 * serving + terminating];
    }

    public override void Write(Utf8JsonWriter writer, EndpointConditions value, JsonSerializerOptions options) => throw new NotSupportedException();

    private static int Digit(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => 0,
            JsonTokenType.False => 1,
            JsonTokenType.True => 2,
            _ => throw new JsonException(),
        };
    }
}
