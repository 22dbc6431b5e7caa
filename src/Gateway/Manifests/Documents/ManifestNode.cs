namespace Gateway.Manifests.Documents;

/// <summary>
/// A value of a document, with the place it was written at. Aliases share the node of their anchor, so <see cref="NodeCount"/>,
/// <see cref="TextLength"/> and <see cref="Depth"/> say how large the value is once every alias is written out.
/// </summary>
internal abstract class ManifestNode(TextPosition position)
{
    public TextPosition Position { get; } = position;

    public long NodeCount { get; protected set; } = 1;

    public long TextLength { get; protected set; }

    public int Depth { get; protected set; } = 1;

    /// <summary>Some list in here has an item that is null.</summary>
    public bool HasNullItem { get; private set; }

    /// <summary>What a person calls such a value.</summary>
    public abstract string Description { get; }

    public bool IsNull => this is ScalarNode { Kind: ScalarKind.Null };

    protected void Grow(ManifestNode child)
    {
        NodeCount = Saturate(NodeCount + child.NodeCount);
        TextLength = Saturate(TextLength + child.TextLength);
        Depth = Math.Max(Depth, child.Depth + 1);
        HasNullItem |= child.HasNullItem || (child.IsNull && this is SequenceNode);
    }

    // Far above every limit and far below overflow, whatever is added next.
    private static long Saturate(long value) => Math.Min(value, long.MaxValue / 4);
}

internal enum ScalarKind
{
    Text,
    Number,
    Boolean,
    Null,
}

internal sealed class ScalarNode : ManifestNode
{
    public ScalarNode(ScalarKind kind, string text, TextPosition position)
        : base(position)
    {
        Kind = kind;
        Text = text;
        TextLength = text.Length;
    }

    public ScalarKind Kind { get; }

    /// <summary>The text; for the other kinds the JSON token, such as <c>511</c> for an octal <c>0777</c>.</summary>
    public string Text { get; }

    public override string Description => Kind switch
    {
        ScalarKind.Text => "text",
        ScalarKind.Number => "a number",
        ScalarKind.Boolean => "true or false",
        _ => "null",
    };
}

internal sealed class SequenceNode(TextPosition position) : ManifestNode(position)
{
    private readonly List<ManifestNode> _items = [];

    public IReadOnlyList<ManifestNode> Items => _items;

    public override string Description => "a list";

    public void Add(ManifestNode item)
    {
        _items.Add(item);
        Grow(item);
    }
}

internal readonly record struct MappingEntry(string Key, TextPosition KeyPosition, ManifestNode Value);

internal sealed class MappingNode(TextPosition position) : ManifestNode(position)
{
    private const int IndexedFrom = 16;

    private readonly List<MappingEntry> _entries = [];
    private Dictionary<string, int>? _indexes;

    /// <summary>In the order written; keys are unique.</summary>
    public IReadOnlyList<MappingEntry> Entries => _entries;

    public override string Description => "a mapping";

    /// <summary>False, and nothing is added, where the key is there already.</summary>
    public bool TryAdd(MappingEntry entry)
    {
        if (Find(entry.Key) is not null)
            return false;
        _indexes?.Add(entry.Key, _entries.Count);
        _entries.Add(entry);
        if (_entries.Count > IndexedFrom)
            _indexes ??= _entries.Index().ToDictionary(pair => pair.Item.Key, pair => pair.Index);
        TextLength += entry.Key.Length;
        Grow(entry.Value);
        return true;
    }

    public MappingEntry? Find(string key)
    {
        if (_indexes is not null)
            return _indexes.TryGetValue(key, out var index) ? _entries[index] : null;
        foreach (var entry in _entries)
            if (entry.Key == key)
                return entry;
        return null;
    }

    /// <summary>The text under a key; null where there is none or it is something else.</summary>
    public string? FindText(string key) => Find(key)?.Value is ScalarNode { Kind: ScalarKind.Text } scalar ? scalar.Text : null;
}
