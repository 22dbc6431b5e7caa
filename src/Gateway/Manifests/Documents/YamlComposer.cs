using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gateway.Manifests.Documents;

/// <summary>YAML text into trees: anchors, aliases and merge keys are resolved here, and what scalars mean.</summary>
internal sealed class YamlComposer
{
    private readonly Scanner _scanner;
    private readonly Parser _parser;

    /// <summary>Null while the value that the anchor names is still being read.</summary>
    private readonly Dictionary<AnchorName, ManifestNode?> _anchors = [];

    private readonly Stack<TextPosition> _openBrackets = new();
    private List<DocumentFault> _faults = [];
    private int _depth;
    private long _nodes;
    private long _textLength;

    private YamlComposer(string text)
    {
        _scanner = new Scanner(new StringReader(text), skipComments: true);
        _parser = new Parser(_scanner);
    }

    /// <summary>Every document of the text that is not empty.</summary>
    /// <exception cref="ManifestSyntaxException">The text is not YAML, or goes past <see cref="ManifestLimits"/>.</exception>
    public static IReadOnlyList<ComposedDocument> Compose(string text)
    {
        var composer = new YamlComposer(text);
        try
        {
            return composer.ComposeDocuments();
        }
        catch (YamlException error)
        {
            throw new ManifestSyntaxException(PositionOf(error.End), Reword(error.Message), PositionOf(error.Start));
        }
        catch (Exception error) when (error is not ManifestSyntaxException)
        {
            // The parser meets what it has no words for with one or another exception; mostly it is a bracket that is not closed.
            var here = PositionOf(composer._scanner.CurrentPosition);
            throw composer._openBrackets.TryPeek(out var opened)
                ? new ManifestSyntaxException(here, "expected ',' or a closing bracket", opened)
                : new ManifestSyntaxException(here, "expected a value");
        }
    }

    private List<ComposedDocument> ComposeDocuments()
    {
        var documents = new List<ComposedDocument>();
        _parser.Consume<StreamStart>();
        while (!_parser.TryConsume<StreamEnd>(out _))
        {
            _parser.Consume<DocumentStart>();
            _anchors.Clear();
            _faults = [];
            var root = ComposeNode();
            _parser.Consume<DocumentEnd>();
            if (!root.IsNull || _faults.Count > 0)
                documents.Add(new(root, _faults));
        }
        return documents;
    }

    private ManifestNode ComposeNode()
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return ResolveAlias(alias);
        var start = _parser.Require<NodeEvent>();
        if (!start.Anchor.IsEmpty)
            _anchors[start.Anchor] = null;
        if (++_depth > ManifestLimits.MaxDepth)
            throw new ManifestSyntaxException(PositionOf(start.Start), $"nested deeper than {ManifestLimits.MaxDepth} levels");
        ManifestNode node = start switch
        {
            MappingStart => ComposeMapping(),
            SequenceStart => ComposeSequence(),
            _ => ComposeScalar(),
        };
        _depth--;
        if (!start.Anchor.IsEmpty)
            _anchors[start.Anchor] = node;
        return Measured(node);
    }

    private ScalarNode ComposeScalar()
    {
        var scalar = _parser.Consume<Scalar>();
        var position = PositionOf(scalar.Start);
        try
        {
            var (kind, text) = YamlScalar.Resolve(scalar.Value, scalar.Style == ScalarStyle.Plain, TagOf(scalar));
            return new(kind, text, position);
        }
        catch (FormatException error)
        {
            _faults.Add(new(position, error.Message));
            return new(ScalarKind.Null, "null", position);
        }
    }

    private SequenceNode ComposeSequence()
    {
        var start = _parser.Consume<SequenceStart>();
        var sequence = new SequenceNode(PositionOf(start.Start));
        if (start.Style == SequenceStyle.Flow)
            _openBrackets.Push(sequence.Position);
        while (!_parser.TryConsume<SequenceEnd>(out _))
            sequence.Add(ComposeNode());
        if (start.Style == SequenceStyle.Flow)
            _openBrackets.Pop();
        return sequence;
    }

    private MappingNode ComposeMapping()
    {
        var start = _parser.Consume<MappingStart>();
        // A mapping without brackets starts at its first key; the parser does not always say so.
        var mapping = new MappingNode(PositionOf(start.Style == MappingStyle.Flow || _parser.Current is null ? start.Start : _parser.Current.Start));
        if (start.Style == MappingStyle.Flow)
            _openBrackets.Push(mapping.Position);
        var merges = new List<(TextPosition Position, ManifestNode Source)>();
        while (!_parser.TryConsume<MappingEnd>(out _))
            ComposeEntry(mapping, merges);
        if (start.Style == MappingStyle.Flow)
            _openBrackets.Pop();
        // Keys that are written out win over merged ones, wherever the merge key stands.
        foreach (var (position, source) in merges)
            Merge(mapping, position, source);
        return mapping;
    }

    private void ComposeEntry(MappingNode mapping, List<(TextPosition, ManifestNode)> merges)
    {
        var isMerge = _parser.Accept<Scalar>(out var plain) && IsMergeKey(plain);
        var keyPosition = PositionOf(_parser.Current!.Start);
        if (isMerge)
        {
            _parser.Consume<Scalar>();
            merges.Add((keyPosition, ComposeNode()));
            return;
        }
        var key = ComposeNode() as ScalarNode;
        var value = ComposeNode();
        if (key is null or { Kind: ScalarKind.Null })
            _faults.Add(new(keyPosition, "a key must be a single value"));
        else if (!mapping.TryAdd(new(key.Text, keyPosition, value)))
            _faults.Add(DocumentFault.DuplicateKey(key.Text, mapping.Find(key.Text)!.Value.KeyPosition, keyPosition));
    }

    private void Merge(MappingNode mapping, TextPosition position, ManifestNode source)
    {
        switch (source)
        {
            case MappingNode merged:
                // Entries that are there already make nothing larger, but looking at them is work as well.
                Charge(merged.Entries.Count, 0, position);
                foreach (var entry in merged.Entries)
                    mapping.TryAdd(entry);
                break;
            case SequenceNode list when list.Items.All(item => item is MappingNode):
                // Earlier ones win.
                foreach (var item in list.Items)
                    Merge(mapping, position, item);
                break;
            default:
                _faults.Add(new(position, "a merge key (<<) takes a mapping or a list of mappings"));
                break;
        }
    }

    private ManifestNode ResolveAlias(AnchorAlias alias)
    {
        var position = PositionOf(alias.Start);
        if (_anchors.TryGetValue(alias.Value, out var node) && node is not null)
            return Measured(node);
        _faults.Add(new(position, node is null && _anchors.ContainsKey(alias.Value)
            ? $"the anchor \"{alias.Value}\" contains itself"
            : $"there is no anchor \"{alias.Value}\" before this alias"));
        return new ScalarNode(ScalarKind.Null, "null", position);
    }

    /// <summary>
    /// Refuses what would be too large or too deep once written out. Every node is one here; what an alias repeats is counted by the
    /// collection around it.
    /// </summary>
    private ManifestNode Measured(ManifestNode node)
    {
        if (node.Depth > ManifestLimits.MaxDepth)
            throw new ManifestSyntaxException(node.Position, $"nested deeper than {ManifestLimits.MaxDepth} levels");
        if (_depth == 0)
            Charge(node.NodeCount, node.TextLength, node.Position);
        else if (node.NodeCount > ManifestLimits.MaxNodes || node.TextLength > ManifestLimits.MaxTextLength)
            throw TooLarge(node.Position);
        return node;
    }

    private void Charge(long nodes, long textLength, TextPosition position)
    {
        _nodes += nodes;
        _textLength += textLength;
        if (_nodes > ManifestLimits.MaxNodes || _textLength > ManifestLimits.MaxTextLength)
            throw TooLarge(position);
    }

    private static ManifestSyntaxException TooLarge(TextPosition position) => new(
        position,
        $"more than {ManifestLimits.MaxNodes:N0} values or {ManifestLimits.MaxTextLength / 1024 / 1024} MiB of text once every alias is written out");

    private static bool IsMergeKey(Scalar key) =>
        key is { Value: "<<", Style: ScalarStyle.Plain } && TagOf(key) is "" or "tag:yaml.org,2002:merge";

    private static string TagOf(NodeEvent node) => node.Tag.IsEmpty ? "" : node.Tag.Value;

    private static TextPosition PositionOf(Mark mark) => new((int)mark.Line, (int)mark.Column);

    /// <summary>One sentence in lower case without a full stop, as it stands behind a file name.</summary>
    private static string Reword(string message)
    {
        var text = message.TrimEnd('.');
        return text.Length == 0 ? "this is not YAML" : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
