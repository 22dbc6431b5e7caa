using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Hosts;

/// <summary>
/// Makes one host of what several objects ask for there: their paths add up, and where two want the same, the first claimant gets it.
/// </summary>
internal sealed class HostMerger
{
    private readonly string _host;
    private readonly Dictionary<(PathMatch, string), ClaimedRoute> _routes = [];
    private readonly List<Remark> _remarks = [];
    private ClaimedRoute? _default;

    private HostMerger(string host) => _host = host;

    public static HostTranslation? Merge(string host, PersistentMap<ObjectReference, HostClaim>? claims)
    {
        if (claims is null)
            return null;
        var merger = new HostMerger(host);
        var inOrder = claims.Values.OrderBy(claim => claim.Claimant).ToArray();
        foreach (var claim in merger.WithoutOverruled(inOrder))
            merger.Add(claim);
        return merger.Build();
    }

    /// <summary>An Ingress that has rules for a host has it to itself: Services that are exposed by name stand back.</summary>
    private IEnumerable<HostClaim> WithoutOverruled(HostClaim[] inOrder)
    {
        var winner = Array.Find(inOrder, claim => claim is { IsIngress: true, Routes.IsEmpty: false });
        foreach (var claim in inOrder)
        {
            if (winner is null || claim.IsIngress)
                yield return claim;
            else
                Say(claim, ConditionSeverity.Info, "HostTaken", "", $"not exposed as {_host}: {winner.Claimant.Object} has rules for that host");
        }
    }

    private void Add(HostClaim claim)
    {
        foreach (var claimed in claim.Routes)
            if (!_routes.TryAdd((claimed.Route.Match, claimed.Route.Path), claimed))
                Say(claim, ConditionSeverity.Warning, "Conflict", claimed.Field, ConflictOver(claimed.Route));
        if (claim.Default is not null && _default is null)
            _default = claim.Default;
        else if (claim.Default is not null)
            SayDefaultTaken(claim, claim.Default);
    }

    private string ConflictOver(HttpRoute route)
    {
        var winner = _routes[(route.Match, route.Path)].Route.Source;
        return $"{route.Match} path {route.Path} of {HostText} is already served by {winner}, which takes precedence";
    }

    // An Ingress asks for the default of all hosts by having a default backend at all, mostly for its own hosts' sake.
    private void SayDefaultTaken(HostClaim claim, ClaimedRoute loser)
    {
        var severity = _host == HostRoutes.AnyHost ? ConditionSeverity.Info : ConditionSeverity.Warning;
        var winner = _default!.Route.Source;
        Say(claim, severity, "Conflict", loser.Field, $"the default backend of {HostText} is that of {winner}, which takes precedence");
    }

    private string HostText => _host == HostRoutes.AnyHost ? "all hosts" : $"host {_host}";

    private void Say(HostClaim claim, ConditionSeverity severity, string reason, string field, string message) =>
        _remarks.Add(new(claim.Claimant.Object, new(severity, reason, field, message)));

    private HostTranslation Build()
    {
        var routes = _routes.Values.Select(claimed => claimed.Route).ToArray();
        Array.Sort(routes, PathPattern.ComparePrecedence);
        var isServed = routes.Length > 0 || _default is not null;
        return new(isServed ? new(_host, routes.ToValueArray(), _default?.Route) : null, _remarks.ToValueArray());
    }
}
