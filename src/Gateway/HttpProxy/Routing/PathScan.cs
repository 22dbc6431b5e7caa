using Gateway.Model;

namespace Gateway.HttpProxy.Routing;

/// <summary>For a host with a few paths: tries one after the other in order of precedence.</summary>
internal sealed class PathScan : IPathTable
{
    public const int MaxRoutes = 8;

    private readonly Entry[] _entries;

    private PathScan(Entry[] entries) => _entries = entries;

    public static PathScan Build(IEnumerable<ProxyRoute> routes) => new([
        .. routes
            .Select(route => new Entry(route.Definition.Match, RoutePath.Build(route.Definition), route))
            .OrderBy(entry => entry.Match)
            .ThenByDescending(entry => entry.Path.Length)]);

    public ProxyRoute? Find(ReadOnlySpan<char> path)
    {
        foreach (var entry in _entries)
            if (entry.Matches(path))
                return entry.Route;
        return null;
    }

    private readonly record struct Entry(PathMatch Match, string Path, ProxyRoute Route)
    {
        public bool Matches(ReadOnlySpan<char> path)
        {
            if (!path.StartsWith(Path))
                return false;
            if (path.Length == Path.Length)
                return true;
            return Match == PathMatch.Prefix && path[Path.Length] == '/';
        }
    }
}
