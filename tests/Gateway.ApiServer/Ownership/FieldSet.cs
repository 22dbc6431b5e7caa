using System.Text.Json.Nodes;

namespace Gateway.ApiServer.Ownership;

/// <summary>Paths within an object, as a tree: a path is in the set where its node says so.</summary>
internal sealed class FieldSet
{
    private readonly SortedDictionary<string, FieldSet> _children = new(StringComparer.Ordinal);

    /// <summary>Whether the path up to here is in the set.</summary>
    public bool IsMember { get; set; }

    public bool IsEmpty => !IsMember && _children.Count == 0;

    public IReadOnlyDictionary<string, FieldSet> Children => _children;

    public static FieldSet Parse(JsonObject? fields)
    {
        var set = new FieldSet();
        foreach (var (name, value) in fields ?? [])
        {
            if (name == ".")
                set.IsMember = true;
            else
                set._children[name] = value is JsonObject { Count: > 0 } deeper ? Parse(deeper) : new FieldSet { IsMember = true };
        }
        return set;
    }

    public JsonObject Format()
    {
        var fields = new JsonObject();
        if (IsMember && _children.Count > 0)
            fields["."] = new JsonObject();
        foreach (var (name, child) in _children)
            fields[name] = child.Format();
        return fields;
    }

    public FieldSet? Find(string element) => _children.GetValueOrDefault(element);

    /// <summary>Takes a part over, unless there is nothing in it.</summary>
    public void Attach(string element, FieldSet child)
    {
        if (!child.IsEmpty)
            _children[element] = child;
    }

    public FieldSet Union(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember || other.IsMember };
        foreach (var name in _children.Keys.Union(other._children.Keys))
            result.Attach(name, (Find(name) ?? new()).Union(other.Find(name) ?? new()));
        return result;
    }

    public FieldSet Except(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember && !other.IsMember };
        foreach (var (name, child) in _children)
            result.Attach(name, other.Find(name) is { } taken ? child.Except(taken) : child);
        return result;
    }

    public FieldSet Intersect(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember && other.IsMember };
        foreach (var (name, child) in _children)
        {
            if (other.Find(name) is { } common)
                result.Attach(name, child.Intersect(common));
        }
        return result;
    }

    /// <summary>The paths, as messages write them.</summary>
    public IEnumerable<string> Describe(string prefix = "")
    {
        if (IsMember)
            yield return prefix;
        foreach (var (name, child) in _children)
        {
            foreach (var path in child.Describe(prefix + PathElement.Describe(name)))
                yield return path;
        }
    }
}
