namespace Gateway.Model.Tests.Translation;

/// <summary>What <see cref="HttpState.Hosts"/> promises, word for word: the slow twin of the gateway's own lookup.</summary>
internal static class RouteLookup
{
    public static HttpRoute? Find(HttpState state, string host, string path)
    {
        HostRoutes[] candidates = [.. HostsFor(host).Select(state.Hosts.Find).OfType<HostRoutes>()];
        return candidates.SelectMany(candidate => candidate.Routes).FirstOrDefault(route => PathPattern.Matches(route.Match, route.Path, path))
            ?? candidates.Select(candidate => candidate.Default).FirstOrDefault(fallback => fallback is not null);
    }

    private static IEnumerable<string> HostsFor(string host)
    {
        var dot = host.IndexOf('.');
        return dot < 0 ? [host, HostRoutes.AnyHost] : [host, $"*{host[dot..]}", HostRoutes.AnyHost];
    }
}
