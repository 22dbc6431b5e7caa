using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Gateway.HttpProxy.LoadBalancing;

namespace Gateway.HttpProxy.Clusters;

/// <summary>
/// What YARP calls the metadata of a destination: its weight, where the policies look for it, and the connections that go with it, so that
/// they are found from a picked destination without a lookup. There may be a hundred thousand of them, hence no dictionary.
/// </summary>
internal sealed class DestinationMetadata(Upstream upstream, int weight) : IReadOnlyDictionary<string, string>
{
    private const int DefaultWeight = 1;

    private readonly string? _weight = weight == DefaultWeight ? null : weight.ToString(CultureInfo.InvariantCulture);

    public Upstream Upstream { get; } = upstream;

    public int Count => _weight is null ? 0 : 1;

    public IEnumerable<string> Keys => this.Select(pair => pair.Key);

    public IEnumerable<string> Values => this.Select(pair => pair.Value);

    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        value = key == LoadBalancingMetadata.Weight ? _weight : null;
        return value is not null;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        if (_weight is not null)
            yield return new(LoadBalancingMetadata.Weight, _weight);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
