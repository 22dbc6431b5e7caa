using Gateway.Model;

namespace Gateway.HttpProxy.Routing;

/// <summary>For a host with many paths: one lookup for the exact path, then one for each element, from the longest prefix.</summary>
internal sealed class PathIndex : IPathTable
{
    private readonly Dictionary<string, ProxyRoute>.AlternateLookup<ReadOnlySpan<char>> _exact;
    private readonly Dictionary<string, ProxyRoute>.AlternateLookup<ReadOnlySpan<char>> _prefixes;

    private PathIndex(Dictionary<string, ProxyRoute> exact, Dictionary<string, ProxyRoute> prefixes)
    {
        _exact = exact.GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixes = prefixes.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public static PathIndex Build(IEnumerable<ProxyRoute> routes)
    {
        var exact = new Dictionary<string, ProxyRoute>(StringComparer.Ordinal);
        var prefixes = new Dictionary<string, ProxyRoute>(StringComparer.Ordinal);
        foreach (var route in routes)
            (route.Definition.Match == PathMatch.Exact ? exact : prefixes).TryAdd(RoutePath.Build(route.Definition), route);
        return new(exact, prefixes);
    }

    public ProxyRoute? Find(ReadOnlySpan<char> path)
    {
        if (_exact.TryGetValue(path, out var route))
            return route;
        for (var prefix = path; ; prefix = prefix[..Math.Max(prefix.LastIndexOf('/'), 0)])
        {
            if (_prefixes.TryGetValue(prefix, out route))
                return route;
            if (prefix.IsEmpty)
                return null;
        }
    }
}
