using System.Net;
using Gateway.Model;

namespace Gateway.Status;

/// <summary>Lists what is reachable under URLs that work on this machine.</summary>
internal static class OverviewBuilder
{
    private const int MaxRoutes = 20;

    /// <param name="clusterZone">Names in this zone are for pods, not for the person at the screen: they are left out.</param>
    public static Overview Build(string source, DesiredState desired, Listeners listeners, string clusterZone)
    {
        var routes = desired.Http.Hosts
            .Where(pair => !pair.Key.EndsWith("." + clusterZone, StringComparison.OrdinalIgnoreCase))
            .OrderBy(pair => Rank(pair.Value)).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .SelectMany(pair => Reachable(pair.Value, desired.Http, listeners))
            .ToArray();
        var conditions = ChangeLines.Build(DesiredState.Empty, new() { Conditions = desired.Conditions }).Where(line => line.Kind != ChangeKind.Note).ToArray();
        return new(
            source,
            [.. routes.Take(MaxRoutes)],
            Math.Max(0, routes.Length - MaxRoutes),
            [.. Notes(routes, listeners)],
            [.. conditions.Take(ChangeLogTarget.MaxLines)],
            Math.Max(0, conditions.Length - ChangeLogTarget.MaxLines));
    }

    /// <summary>Hosts that somebody chose come before the names that Services have by themselves.</summary>
    private static int Rank(HostRoutes host) => IsFromIngress(host) ? 0 : 1;

    private static bool IsFromIngress(HostRoutes host) =>
        host.Default?.Source.Kind == "Ingress" || host.Routes.Any(route => route.Source.Kind == "Ingress");

    private static IEnumerable<ReachableRoute> Reachable(HostRoutes host, HttpState http, Listeners listeners)
    {
        var name = host.Host.StartsWith("*.", StringComparison.Ordinal) ? "any" + host.Host[1..] : host.Host.Length == 0 ? "localhost" : host.Host;
        var hasTls = listeners.HttpsPort is not null && IsFromIngress(host)
            && (listeners.DevelopmentAuthority is not null || http.Certificates.Find(host.Host) is not null);
        foreach (var (path, route) in Paths(host).OrderBy(pair => pair.Path, StringComparer.Ordinal))
        {
            var backend = route.Cluster?.ToString() ?? "no usable Service (503)";
            var endpoints = route.Cluster is { } cluster ? http.Clusters.Find(cluster)?.Backends.Count ?? 0 : 0;
            yield return new(Url("http", name, listeners.HttpPort, path), backend, endpoints);
            if (hasTls)
                yield return new(Url("https", name, listeners.HttpsPort!.Value, path), backend, endpoints);
        }
    }

    private static IEnumerable<(string Path, HttpRoute Route)> Paths(HostRoutes host)
    {
        var paths = host.Routes.Select(route => (route.Path, route));
        return host.Default is null || host.Routes.Any(route => route is { Match: PathMatch.Prefix, Path: "/" }) ? paths : paths.Append(("/", host.Default));
    }

    private static string Url(string scheme, string host, int port, string path)
    {
        var isUsual = port == (scheme == "https" ? 443 : 80);
        return $"{scheme}://{host}{(isUsual ? "" : $":{port}")}{(path.Length == 0 ? "/" : path)}";
    }

    private static IEnumerable<string> Notes(ReachableRoute[] routes, Listeners listeners)
    {
        yield return $"listening on port {listeners.HttpPort} (HTTP)" + (listeners.HttpsPort is { } httpsPort ? $" and {httpsPort} (HTTPS)" : "");
        var https = Array.Find(routes, route => route.Url.StartsWith("https:", StringComparison.Ordinal));
        if (https is not null && listeners.DevelopmentAuthority is { } authority)
            yield return $"try HTTPS: curl --cacert {ShellWord(authority)} {https.Url}";
        var health = listeners.Health.Address.Equals(IPAddress.Any) || listeners.Health.Address.Equals(IPAddress.IPv6Any)
            ? new IPEndPoint(IPAddress.Loopback, listeners.Health.Port)
            : listeners.Health;
        yield return $"health: http://{health}/readyz";
    }

    private static string ShellWord(string text) => text.Any(char.IsWhiteSpace) ? $"'{text}'" : text;
}
