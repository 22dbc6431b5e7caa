using Gateway.Model;

namespace Gateway.HttpProxy.Routing;

/// <summary>
/// Finds the route of a request by host and path. Immutable; a changed host costs one path of two hash tries. A lookup allocates nothing.
/// </summary>
internal sealed class RouteTable
{
    private const string WildcardPrefix = "*.";

    private static readonly PersistentMap<string, HostRoutesTable> NoHosts =
        PersistentMap<string, HostRoutesTable>.EmptyWith(StringComparer.OrdinalIgnoreCase);

    public static readonly RouteTable Empty = new(NoHosts, NoHosts, null);

    private readonly PersistentMap<string, HostRoutesTable> _names;

    /// <summary>By what follows the asterisk and its dot.</summary>
    private readonly PersistentMap<string, HostRoutesTable> _wildcards;

    private readonly HostRoutesTable? _anyHost;

    private RouteTable(
        PersistentMap<string, HostRoutesTable> names, PersistentMap<string, HostRoutesTable> wildcards, HostRoutesTable? anyHost)
    {
        _names = names;
        _wildcards = wildcards;
        _anyHost = anyHost;
    }

    public int HostCount => _names.Count + _wildcards.Count + (_anyHost is null ? 0 : 1);

    /// <summary>The table with the routes of one host replaced, or removed where <paramref name="routes"/> is null.</summary>
    /// <param name="host">As in <see cref="HttpState.Hosts"/>.</param>
    public RouteTable With(string host, HostRoutesTable? routes)
    {
        if (host == HostRoutes.AnyHost)
            return new(_names, _wildcards, routes);
        return host.StartsWith(WildcardPrefix, StringComparison.Ordinal)
            ? new(_names, _wildcards.With(host[WildcardPrefix.Length..], routes), _anyHost)
            : new(_names.With(host, routes), _wildcards, _anyHost);
    }

    public HostRoutesTable? Find(string host)
    {
        if (host == HostRoutes.AnyHost)
            return _anyHost;
        return host.StartsWith(WildcardPrefix, StringComparison.Ordinal)
            ? _wildcards.Find(host[WildcardPrefix.Length..])
            : _names.Find(host);
    }

    /// <summary>
    /// The host's own name, then the wildcard that covers it, then any host; to the next where no path matches. Where none does, the
    /// default of the first of these that has one.
    /// </summary>
    /// <param name="hostHeader">As the client sent it.</param>
    /// <param name="path">Decoded, without dot segments.</param>
    public ProxyRoute? Find(ReadOnlySpan<char> hostHeader, ReadOnlySpan<char> path)
    {
        var name = RequestHost.NameOf(hostHeader);
        var own = name.IsEmpty ? null : _names.Find(name);
        if (own?.Find(path) is { } ownRoute)
            return ownRoute;
        var wildcard = _wildcards.Count > 0 && RequestHost.ParentOf(name) is { IsEmpty: false } parent ? _wildcards.Find(parent) : null;
        return wildcard?.Find(path) ?? _anyHost?.Find(path) ?? own?.Default ?? wildcard?.Default ?? _anyHost?.Default;
    }
}
