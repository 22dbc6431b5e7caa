using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gateway.Deploy.Tests.Support;

/// <summary>YAML as the JSON that an API server gets of it.</summary>
internal static partial class YamlJson
{
    public static IEnumerable<JsonNode?> Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents.Select(document => Convert(document.RootNode));
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(pair => KeyValuePair.Create(pair.Key.ToString(), Convert(pair.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar when JsonWord().IsMatch(scalar.Value ?? "null") => JsonNode.Parse(scalar.Value ?? "null"),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new NotSupportedException(node.NodeType.ToString()),
    };

    [GeneratedRegex(@"^(true|false|null|-?\d+(\.\d+)?)$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex JsonWord();
}
