using Gateway.Model;

namespace Gateway.HttpProxy.Routing;

/// <summary>The routes of one host, ready to be searched. Immutable.</summary>
internal sealed class HostRoutesTable
{
    private readonly IPathTable _paths;

    private HostRoutesTable(ProxyRoute[] routes, ProxyRoute? defaultRoute, IPathTable paths)
    {
        All = defaultRoute is null ? routes : [.. routes, defaultRoute];
        Default = defaultRoute;
        _paths = paths;
    }

    /// <summary>The default among them.</summary>
    public IReadOnlyList<ProxyRoute> All { get; }

    /// <summary>Taken where no path of any host matches.</summary>
    public ProxyRoute? Default { get; }

    public static HostRoutesTable Build(HostRoutes definition, Func<HttpRoute, ProxyRoute> resolve)
    {
        var routes = definition.Routes.Select(resolve).ToArray();
        IPathTable paths = routes.Length <= PathScan.MaxRoutes ? PathScan.Build(routes) : PathIndex.Build(routes);
        return new(routes, definition.Default is { } route ? resolve(route) : null, paths);
    }

    public ProxyRoute? Find(ReadOnlySpan<char> path) => _paths.Find(path.IsEmpty ? "/" : path);
}
