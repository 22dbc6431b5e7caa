using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Model.Resources;
using Endpoint = Gateway.Model.Resources.Endpoint;

namespace Gateway.KubernetesApi.Objects;

/// <summary>
/// Reads an endpoint by hand: there are more of them than of everything else together, and the generated code makes an array of arguments for
/// each record before it makes the record.
/// </summary>
internal sealed class EndpointConverter(StringPool pool) : JsonConverter<Endpoint>
{
    public override Endpoint? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        IReadOnlyList<string>? addresses = null;
        EndpointConditions? conditions = null;
        EndpointHints? hints = null;
        TargetReference? target = null;
        string? hostname = null, nodeName = null, zone = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("addresses"u8))
                addresses = Next<IReadOnlyList<string>>(ref reader, options);
            else if (reader.ValueTextEquals("conditions"u8))
                conditions = Next<EndpointConditions>(ref reader, options);
            else if (reader.ValueTextEquals("nodeName"u8))
                nodeName = reader.ReadPooled(pool);
            else if (reader.ValueTextEquals("zone"u8))
                zone = reader.ReadPooled(pool);
            else if (reader.ValueTextEquals("hostname"u8))
                hostname = reader.ReadText();
            else if (reader.ValueTextEquals("targetRef"u8))
                target = Next<TargetReference>(ref reader, options);
            else if (reader.ValueTextEquals("hints"u8))
                hints = Next<EndpointHints>(ref reader, options);
            else
                reader.Skip();
        }
        return new()
        {
            Addresses = addresses,
            Conditions = conditions,
            Hostname = hostname,
            NodeName = nodeName,
            Zone = zone,
            Hints = hints,
            TargetRef = target,
        };
    }

    public override void Write(Utf8JsonWriter writer, Endpoint value, JsonSerializerOptions options) => throw new NotSupportedException();

    private static T? Next<T>(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        reader.Read();
        return reader.ReadValue<T>(options);
    }
}
