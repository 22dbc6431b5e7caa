using Gateway.Model;

namespace Gateway.Status;

internal static class RouteChanges
{
    /// <param name="http">The state after the change, to say how many endpoints a route leads to.</param>
    public static IEnumerable<ChangeLine> Build(HostRoutes? before, HostRoutes? after, HttpState http)
    {
        var host = (before ?? after)!.Host;
        var earlier = Routes(before);
        var later = Routes(after);
        foreach (var (path, route) in later.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var subject = $"route {RouteText.Of(host, path)}";
            if (!earlier.TryGetValue(path, out var old))
                yield return new(ChangeKind.Added, subject, RouteText.Backend(route, http));
            else if (old.Cluster != route.Cluster)
                yield return new(ChangeKind.Changed, subject, $"{RouteText.Cluster(old.Cluster)} → {RouteText.Backend(route, http)}");
        }
        foreach (var (path, route) in earlier.Where(pair => !later.ContainsKey(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            yield return new(ChangeKind.Removed, $"route {RouteText.Of(host, path)}", $"was {RouteText.Cluster(route.Cluster)}");
    }

    private static Dictionary<string, HttpRoute> Routes(HostRoutes? host)
    {
        var routes = new Dictionary<string, HttpRoute>(StringComparer.Ordinal);
        if (host is null)
            return routes;
        foreach (var route in host.Routes)
            routes.TryAdd(RouteText.Path(route), route);
        if (host.Default is not null)
            routes.TryAdd(RouteText.DefaultPath, host.Default);
        return routes;
    }
}
