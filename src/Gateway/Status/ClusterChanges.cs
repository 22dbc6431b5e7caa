using Gateway.Model;

namespace Gateway.Status;

internal static class ClusterChanges
{
    private const int NamedEndpoints = 3;

    /// <summary>Clusters come and go with their routes, which say so; here is what changed within one that stays.</summary>
    public static IEnumerable<ChangeLine> Build(HttpCluster? before, HttpCluster? after)
    {
        if (before is null || after is null)
            yield break;
        if (before.Backends != after.Backends)
            yield return new(ChangeKind.Changed, $"endpoints of {after.Name}", Endpoints(before, after));
        if (before.LoadBalancing != after.LoadBalancing)
            yield return new(ChangeKind.Changed, $"load balancing of {after.Name}", $"{Describe(before.LoadBalancing)} → {Describe(after.LoadBalancing)}");
        if (before.Affinity != after.Affinity)
            yield return new(ChangeKind.Changed, $"affinity of {after.Name}", $"{Describe(before.Affinity)} → {Describe(after.Affinity)}");
        if (before.Protocol != after.Protocol)
            yield return new(ChangeKind.Changed, $"protocol to {after.Name}", $"{before.Protocol} → {after.Protocol}");
    }

    private static string Endpoints(HttpCluster before, HttpCluster after)
    {
        var earlier = before.Backends.ToDictionary(backend => backend.Authority);
        var later = after.Backends.ToDictionary(backend => backend.Authority);
        string[] details =
        [
            .. Named("+", later.Keys.Except(earlier.Keys)),
            .. Named("-", earlier.Keys.Except(later.Keys)),
            .. Reweighted(earlier, later),
            .. after.Backends.IsEmpty ? [after.NoBackendsReason ?? "answers 503"] : Array.Empty<string>(),
        ];
        var counts = $"{before.Backends.Count} → {after.Backends.Count}";
        return details.Length == 0 ? counts : $"{counts} ({string.Join(", ", details)})";
    }

    private static IEnumerable<string> Named(string mark, IEnumerable<string> authorities)
    {
        var all = authorities.Order(StringComparer.Ordinal).ToArray();
        return all.Take(NamedEndpoints).Select(authority => mark + authority)
            .Concat(all.Length > NamedEndpoints ? [$"{mark}{all.Length - NamedEndpoints} more"] : []);
    }

    private static IEnumerable<string> Reweighted(Dictionary<string, Backend> before, Dictionary<string, Backend> after)
    {
        var changed = after.Values
            .Where(backend => before.TryGetValue(backend.Authority, out var old) && old.Weight != backend.Weight)
            .Select(backend => $"{backend.Authority} weight {before[backend.Authority].Weight} → {backend.Weight}")
            .ToArray();
        return changed.Take(NamedEndpoints).Concat(changed.Length > NamedEndpoints ? [$"{changed.Length - NamedEndpoints} more weights"] : []);
    }

    private static string Describe(LoadBalancing balancing)
    {
        var text = balancing.Policy;
        if (balancing.Policy == LoadBalancingPolicyNames.Maglev)
            text += balancing.HashKey.Source == HashKeySource.ClientAddress ? " on client address" : $" on {balancing.HashKey.Source} {balancing.HashKey.Name}";
        return balancing.SlowStart > TimeSpan.Zero ? $"{text}, slow start {balancing.SlowStart.TotalSeconds:0.###}s" : text;
    }

    private static string Describe(SessionAffinity affinity) => affinity.Kind switch
    {
        AffinityKind.ClientIP => $"client address for {affinity.Timeout.TotalSeconds:0.###}s",
        AffinityKind.Cookie => "cookie",
        _ => "none",
    };
}
