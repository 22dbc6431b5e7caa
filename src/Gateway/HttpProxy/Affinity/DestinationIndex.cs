using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.Affinity;

/// <summary>The destinations of one set by a key of theirs; to be built anew when the list is another instance.</summary>
internal sealed class DestinationIndex
{
    private readonly Dictionary<string, DestinationState> _byKey;
    private readonly Dictionary<string, DestinationState>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public DestinationIndex(IReadOnlyList<DestinationState> destinations, Func<DestinationState, string> keyOf)
    {
        Destinations = destinations;
        _byKey = new(destinations.Count, StringComparer.Ordinal);
        foreach (var destination in destinations)
            _byKey.TryAdd(keyOf(destination), destination);
        _bySpan = _byKey.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IReadOnlyList<DestinationState> Destinations { get; }

    public DestinationState? Find(string key) => _byKey.GetValueOrDefault(key);

    public DestinationState? Find(ReadOnlySpan<char> key) => _bySpan.TryGetValue(key, out var destination) ? destination : null;
}
