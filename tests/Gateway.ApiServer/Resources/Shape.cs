namespace Gateway.ApiServer.Resources;

internal enum ShapeKind
{
    /// <summary>An object of named fields, each of which somebody may own; a list that is one value; or a scalar.</summary>
    Plain,

    /// <summary>An object whose keys the user makes up.</summary>
    Map,

    /// <summary>An object or list that is one value.</summary>
    Atomic,

    /// <summary>A list whose items are known by some of their fields.</summary>
    Keyed,

    /// <summary>A list of different scalars.</summary>
    Set,
}

/// <summary>
/// How a part of an object is merged and owned, as the schemas of the API say it. What is not described is plain, which is what most fields are.
/// </summary>
internal sealed class Shape
{
    public static readonly Shape Plain = new();
    public static readonly Shape Map = new() { Kind = ShapeKind.Map };
    public static readonly Shape Atomic = new() { Kind = ShapeKind.Atomic };
    public static readonly Shape Set = new() { Kind = ShapeKind.Set };

    private IReadOnlyDictionary<string, Shape> _fields = new Dictionary<string, Shape>();

    public ShapeKind Kind { get; private init; }

    /// <summary>Of a keyed list: the fields that make an item what it is.</summary>
    public IReadOnlyList<string> Keys { get; private init; } = [];

    /// <summary>Of a keyed list: the field by which a strategic merge finds an item. Null where it replaces the list.</summary>
    public string? MergeKey { get; private init; }

    /// <summary>Of a list.</summary>
    public Shape Item { get; private init; } = Plain;

    public static Shape Of(params (string Name, Shape Shape)[] fields) =>
        new() { _fields = fields.ToDictionary(field => field.Name, field => field.Shape) };

    public static Shape ListOf(string[] keys, string? mergeKey, Shape? item = null) =>
        new() { Kind = ShapeKind.Keyed, Keys = keys, MergeKey = mergeKey, Item = item ?? Plain };

    public Shape Field(string name) => Kind == ShapeKind.Map ? Plain : _fields.GetValueOrDefault(name, Plain);
}
