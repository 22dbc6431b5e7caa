using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gateway.KubernetesApi.Access;

/// <summary>Writes YAML as JSON, aliases and merge keys written out, within limits: a text of a few lines can stand for a tree that no memory holds.</summary>
internal sealed class KubeconfigYaml(Utf8JsonWriter json)
{
    private const int MaxDepth = 40;
    private const int MaxNodes = 200_000;
    private const int MaxBytes = 64 * 1024 * 1024;

    private int _nodes;

    /// <exception cref="FormatException">JSON has no such value, or it is past the limits.</exception>
    public void Write(YamlNode node, int depth)
    {
        Charge(node, depth);
        switch (node)
        {
            case YamlMappingNode mapping:
                json.WriteStartObject();
                WriteEntries(mapping, [], depth);
                json.WriteEndObject();
                break;
            case YamlSequenceNode sequence:
                json.WriteStartArray();
                foreach (var item in sequence)
                    Write(item, depth + 1);
                json.WriteEndArray();
                break;
            case YamlScalarNode scalar:
                WriteScalar(scalar);
                break;
            default:
                throw new FormatException($"is not YAML at line {node.Start.Line}, column {node.Start.Column}");
        }
    }

    /// <summary>Keys that are written out win over merged ones, and earlier merges over later ones.</summary>
    private void WriteEntries(YamlMappingNode mapping, HashSet<string> taken, int depth)
    {
        var merges = new List<YamlNode>();
        foreach (var (key, value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { } name } scalar)
                throw new FormatException($"has a key that is no single value, at line {key.Start.Line}");
            if (name == "<<" && scalar.Style == ScalarStyle.Plain)
                merges.Add(value);
            else if (taken.Add(name))
            {
                json.WritePropertyName(name);
                Write(value, depth + 1);
            }
        }
        foreach (var merged in merges.SelectMany(merge => merge is YamlSequenceNode list ? list.Children : [merge]).OfType<YamlMappingNode>())
        {
            Charge(merged, depth);
            WriteEntries(merged, taken, depth + 1);
        }
    }

    private void Charge(YamlNode node, int depth)
    {
        if (depth > MaxDepth || ++_nodes > MaxNodes || json.BytesCommitted > MaxBytes)
            throw new FormatException($"is too large or too deep at line {node.Start.Line}");
    }

    /// <summary>Numbers keep their digits: most are names and passwords that happen to have no letter. Words such as yes stay words.</summary>
    private void WriteScalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        switch (scalar.Style == ScalarStyle.Plain ? text : null)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                json.WriteNullValue();
                break;
            case "true" or "True" or "TRUE":
                json.WriteBooleanValue(true);
                break;
            case "false" or "False" or "FALSE":
                json.WriteBooleanValue(false);
                break;
            case { } plain when IsJsonNumber(plain):
                json.WriteRawValue(plain);
                break;
            default:
                json.WriteStringValue(text);
                break;
        }
    }

    private static bool IsJsonNumber(string text)
    {
        if (text[0] is not ('-' or (>= '0' and <= '9')))
            return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
