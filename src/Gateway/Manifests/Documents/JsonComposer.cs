using System.Text;
using System.Text.Json;

namespace Gateway.Manifests.Documents;

/// <summary>JSON text into the same trees. Several documents may follow one another.</summary>
internal ref struct JsonComposer
{
    private readonly LineIndex _lines;
    private readonly List<DocumentFault> _faults = [];
    private Utf8JsonReader _reader;

    private JsonComposer(ReadOnlySpan<byte> utf8)
    {
        _lines = new LineIndex(utf8);
        _reader = new(utf8, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = ManifestLimits.MaxDepth });
    }

    /// <exception cref="ManifestSyntaxException">The text is not JSON, or is nested too deep.</exception>
    public static IReadOnlyList<ComposedDocument> Compose(ReadOnlySpan<byte> utf8)
    {
        var documents = new List<ComposedDocument>();
        var composer = new JsonComposer(utf8);
        try
        {
            while (composer._reader.Read())
            {
                var before = composer._faults.Count;
                var root = composer.ComposeValue();
                documents.Add(new(root, composer._faults[before..]));
            }
            return documents;
        }
        catch (JsonException error)
        {
            throw new ManifestSyntaxException(composer._lines.PositionOf(error.LineNumber ?? 0, error.BytePositionInLine ?? 0), Reword(error.Message));
        }
    }

    private ManifestNode ComposeValue()
    {
        var position = Position();
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ComposeMapping(position);
            case JsonTokenType.StartArray:
                var sequence = new SequenceNode(position);
                while (Next() != JsonTokenType.EndArray)
                    sequence.Add(ComposeValue());
                return sequence;
            case JsonTokenType.String:
                return new ScalarNode(ScalarKind.Text, ReadText(), position);
            case JsonTokenType.Number:
                return new ScalarNode(ScalarKind.Number, Encoding.UTF8.GetString(_reader.ValueSpan), position);
            case JsonTokenType.True:
                return new ScalarNode(ScalarKind.Boolean, "true", position);
            case JsonTokenType.False:
                return new ScalarNode(ScalarKind.Boolean, "false", position);
            default:
                return new ScalarNode(ScalarKind.Null, "null", position);
        }
    }

    private MappingNode ComposeMapping(TextPosition position)
    {
        var mapping = new MappingNode(position);
        while (Next() != JsonTokenType.EndObject)
        {
            var keyPosition = Position();
            var key = ReadText();
            Next();
            if (!mapping.TryAdd(new(key, keyPosition, ComposeValue())))
                _faults.Add(DocumentFault.DuplicateKey(key, mapping.Find(key)!.Value.KeyPosition, keyPosition));
        }
        return mapping;
    }

    private JsonTokenType Next()
    {
        _reader.Read();
        return _reader.TokenType;
    }

    /// <summary>An escaped half of a surrogate pair is valid JSON and yet no text.</summary>
    private string ReadText()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new ManifestSyntaxException(Position(), "the text has an escape that is no character");
        }
    }

    private readonly TextPosition Position() => _lines.PositionOf((int)_reader.TokenStartIndex);

    private static string Reword(string message)
    {
        var text = message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0].TrimEnd('.', ' ', '|');
        return text.Length == 0 ? "this is not JSON" : text;
    }
}
