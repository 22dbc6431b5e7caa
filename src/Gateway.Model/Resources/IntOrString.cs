using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Model.Resources;

/// <summary>A port given by number or by name (<c>k8s.io/apimachinery/pkg/util/intstr</c>). Exactly one of the two is set.</summary>
[JsonConverter(typeof(IntOrStringConverter))]
public readonly record struct IntOrString
{
    public IntOrString(int number) => Number = number;

    public IntOrString(string name) => Text = name;

    public int Number { get; }

    public string? Text { get; }

    public bool IsNumber => Text is null;

    public override string ToString() => Text ?? Number.ToString(CultureInfo.InvariantCulture);
}

internal sealed class IntOrStringConverter : JsonConverter<IntOrString>
{
    public override IntOrString Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Number => new(reader.GetInt32()),
            JsonTokenType.String => new(reader.GetString()!),
            _ => throw new JsonException("expected a port number or a port name"),
        };

    public override void Write(Utf8JsonWriter writer, IntOrString value, JsonSerializerOptions options)
    {
        if (value.IsNumber)
            writer.WriteNumberValue(value.Number);
        else
            writer.WriteStringValue(value.Text);
    }
}
