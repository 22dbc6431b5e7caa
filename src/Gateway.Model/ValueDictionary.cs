using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Model;

/// <summary>A dictionary that compares by content, for labels and annotations of objects that are compared by value.</summary>
internal sealed class ValueDictionary(IReadOnlyDictionary<string, string> items) : IReadOnlyDictionary<string, string>, IEquatable<ValueDictionary>
{
    public int Count => items.Count;

    public IEnumerable<string> Keys => items.Keys;

    public IEnumerable<string> Values => items.Values;

    public string this[string key] => items[key];

    public bool ContainsKey(string key) => items.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => items.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(ValueDictionary? other) =>
        other is not null && Count == other.Count && this.All(pair => other.TryGetValue(pair.Key, out var value) && value == pair.Value);

    public override bool Equals(object? obj) => Equals(obj as ValueDictionary);

    /// <summary>A sum, because the order of the pairs says nothing.</summary>
    public override int GetHashCode() => this.Aggregate(0, (sum, pair) => sum + HashCode.Combine(pair.Key, pair.Value));
}
