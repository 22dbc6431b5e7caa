using Gateway.Model;

namespace Gateway.Status;

/// <summary>How routes and what they lead to are written for people.</summary>
internal static class RouteText
{
    /// <summary>Stands for a host's default backend among its paths.</summary>
    public const string DefaultPath = " (default)";

    public static string Of(string host, string path) => (host == HostRoutes.AnyHost ? "*" : host) + path;

    /// <summary>The path; an exact one with <c>=</c> before it, as nginx users know it.</summary>
    public static string Path(HttpRoute route) => route.Match == PathMatch.Exact ? $" ={route.Path}" : route.Path;

    public static string Cluster(ServicePortName? cluster) => cluster?.ToString() ?? "nothing (503)";

    public static string Backend(HttpRoute route, HttpState http)
    {
        if (route.Cluster is not { } name)
            return "no usable Service, answers 503";
        var count = http.Clusters.Find(name)?.Backends.Count ?? 0;
        return $"{name} ({Endpoints(count)})";
    }

    public static string Endpoints(int count) => count == 1 ? "1 endpoint" : $"{count} endpoints";
}
