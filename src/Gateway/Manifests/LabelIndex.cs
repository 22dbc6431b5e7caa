using Gateway.Model;

namespace Gateway.Manifests;

/// <summary>Names by the labels they carry or ask for, within a namespace.</summary>
internal sealed class LabelIndex
{
    private readonly Dictionary<(string Namespace, string Key, string Value), HashSet<NamespacedName>> _names = [];

    public void Add(NamespacedName name, string key, string value)
    {
        var pair = (name.Namespace, key, value);
        if (!_names.TryGetValue(pair, out var names))
            _names.Add(pair, names = []);
        names.Add(name);
    }

    public void Remove(NamespacedName name, string key, string value)
    {
        var pair = (name.Namespace, key, value);
        if (_names.TryGetValue(pair, out var names) && names.Remove(name) && names.Count == 0)
            _names.Remove(pair);
    }

    public IReadOnlyCollection<NamespacedName> Find(string @namespace, string key, string value) =>
        _names.TryGetValue((@namespace, key, value), out var names) ? names : [];
}
