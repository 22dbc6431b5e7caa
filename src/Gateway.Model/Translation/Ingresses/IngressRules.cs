using Gateway.Model.Resources;
using Gateway.Model.Translation.Hosts;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Ingresses;

/// <summary>Reads the rules of one Ingress into routes by host.</summary>
internal sealed class IngressRules
{
    private readonly Ingress _ingress;
    private readonly BackendResolver _backends;
    private readonly ClaimedRoute? _fallback;
    private readonly ConditionList _conditions;
    private readonly OrderedDictionary<string, OrderedDictionary<(PathMatch, string), ClaimedRoute>> _hosts = [];

    private IngressRules(Ingress ingress, BackendResolver backends, ClaimedRoute? fallback, ConditionList conditions)
    {
        _ingress = ingress;
        _backends = backends;
        _fallback = fallback;
        _conditions = conditions;
    }

    /// <summary>A claim for every host that is named, even where none of its paths can be used.</summary>
    /// <param name="fallback">The default backend, which serves the hosts whose rule has no paths.</param>
    public static IReadOnlyList<HostClaim> Read(Ingress ingress, BackendResolver backends, ClaimedRoute? fallback, ConditionList conditions)
    {
        var reader = new IngressRules(ingress, backends, fallback, conditions);
        var rules = ingress.Spec?.Rules ?? [];
        for (var i = 0; i < rules.Count; i++)
            reader.ReadRule(rules[i], $"spec.rules[{i}]");
        var claimant = Claimant.Of(ingress);
        return [.. reader._hosts.Select(host => new HostClaim(host.Key, claimant) { Routes = host.Value.Values.ToValueArray() })];
    }

    private void ReadRule(IngressRule? rule, string field)
    {
        if (rule is null)
        {
            _conditions.Error("InvalidRule", field, "the rule is empty");
            return;
        }
        if (!HostPattern.TryParse(rule.Host, out var host, out var problem))
        {
            _conditions.Error("InvalidHost", $"{field}.host", problem);
            return;
        }
        if (!_hosts.ContainsKey(host))
            _hosts.Add(host, []);
        if (rule.Http is null)
            ReadHostWithoutPaths(host, field);
        else
            ReadPaths(host, rule.Http.Paths ?? [], $"{field}.http.paths");
    }

    /// <summary>KEP-1453: all requests to such a host go to the default backend.</summary>
    private void ReadHostWithoutPaths(string host, string field)
    {
        if (_fallback is null)
            _conditions.Warning("NothingToServe", field, "the rule has no paths, and the Ingress has no default backend");
        else
            Add(host, _fallback with { Field = field });
    }

    private void ReadPaths(string host, IReadOnlyList<HttpIngressPath?> paths, string field)
    {
        if (paths.Count == 0)
            _conditions.Error("NothingToServe", field, "the list of paths is empty");
        for (var i = 0; i < paths.Count; i++)
            ReadPath(host, paths[i] ?? new(), $"{field}[{i}]");
    }

    private void ReadPath(string host, HttpIngressPath path, string field)
    {
        if (MatchOf(path.PathType) is not { } match)
        {
            var message = string.IsNullOrEmpty(path.PathType) ? "a path type is required" : $"there is no path type {path.PathType}";
            _conditions.Error("InvalidPathType", $"{field}.pathType", $"{message}; Exact, Prefix and ImplementationSpecific are known");
            return;
        }
        if (!PathPattern.TryParse(match, path.Path, out var pattern, out var problem))
        {
            _conditions.Error("InvalidPath", $"{field}.path", problem);
            return;
        }
        // A route without a usable backend stays: its requests are answered 503 and must not fall through to a shorter path.
        var cluster = _backends.Resolve(path.Backend, $"{field}.backend");
        Add(host, new(new(match, pattern, cluster, _ingress.Reference), $"{field}.path"));
    }

    /// <summary>The API leaves ImplementationSpecific to the class; for ours it is Prefix.</summary>
    private static PathMatch? MatchOf(string? pathType) => pathType switch
    {
        "Exact" => PathMatch.Exact,
        "Prefix" or "ImplementationSpecific" => PathMatch.Prefix,
        _ => null,
    };

    private void Add(string host, ClaimedRoute claimed)
    {
        var (match, path) = (claimed.Route.Match, claimed.Route.Path);
        if (_hosts[host].TryAdd((match, path), claimed))
            return;
        var first = _hosts[host][(match, path)];
        _conditions.Warning("DuplicatePath", claimed.Field, $"{match} path {path} is there already, at {first.Field}; that one is served");
    }
}
