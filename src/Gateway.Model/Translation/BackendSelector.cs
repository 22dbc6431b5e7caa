using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

/// <summary>
/// Which endpoints serve a Service port.
/// <list type="bullet">
/// <item>An endpoint is <em>ready</em> where its slice says so or says nothing, and always where the Service publishes addresses that are not
/// ready. It is <em>usable</em> where it is ready, or serving while it terminates (KEP-1669). An endpoint that neither is gets nothing.</item>
/// <item>The Cluster set is the ready endpoints; where topology hints apply, those hinted for this node, else for this zone. Hints apply
/// where every ready endpoint has one of the kind and at least one fits; a missing hint never costs an endpoint (KEP-2433, KEP-3015).</item>
/// <item>The Local set is the ready endpoints on this node, whatever their hints.</item>
/// <item>Each set that has no ready endpoint falls back, on its own, to the terminating ones that still serve.</item>
/// <item>A slice says which number a port has for its own endpoints; ports match by name and protocol. Only the first address of an
/// endpoint counts. What several slices hold counts once, as the best of them has it. Families are kept apart; FQDN slices are not used.</item>
/// </list>
/// </summary>
public static class BackendSelector
{
    /// <summary>The selection in the Service's primary family or, where that has no usable endpoint at all, in the other.</summary>
    public static BackendSelection Select(Service service, ServicePort port, EndpointSliceGroup? slices, NodeTopology node)
    {
        var family = IPFamilies.PrimaryOf(service, slices);
        var primary = Select(service, port, slices, node, family);
        if (primary.HasEndpoints || slices is null)
            return primary;
        var other = Select(service, port, slices, node, IPFamilies.Other(family));
        var chosen = other.HasEndpoints ? other : primary;
        return chosen with { Problems = primary.Problems.Union(other.Problems).ToValueArray() };
    }

    public static BackendSelection Select(Service service, ServicePort port, EndpointSliceGroup? slices, NodeTopology node, IPFamily family)
    {
        var gathering = new EndpointCandidates(service, port, node, family);
        var candidates = slices is null ? [] : gathering.Gather(slices);
        return new()
        {
            Cluster = ClusterSet(candidates, node),
            Local = LocalSet(candidates),
            ReadyLocalCount = CountReadyLocal(candidates),
            HasEndpoints = !candidates.IsEmpty,
            NoEndpointsReason = candidates.IsEmpty ? gathering.EmptyReason : null,
            Problems = gathering.Problems,
        };
    }

    private static ValueArray<Backend> ClusterSet(ReadOnlySpan<EndpointCandidate> candidates, NodeTopology node)
    {
        var mode = TopologyHints.ModeFor(candidates, node);
        var ready = Filter(candidates, candidate => candidate.IsReady && TopologyHints.Fits(candidate, mode, node));
        return ready.IsEmpty ? Filter(candidates, candidate => !candidate.IsReady) : ready;
    }

    private static ValueArray<Backend> LocalSet(ReadOnlySpan<EndpointCandidate> candidates)
    {
        var ready = Filter(candidates, candidate => candidate.IsLocal && candidate.IsReady);
        return ready.IsEmpty ? Filter(candidates, candidate => candidate.IsLocal && !candidate.IsReady) : ready;
    }

    private static int CountReadyLocal(ReadOnlySpan<EndpointCandidate> candidates)
    {
        var count = 0;
        foreach (var candidate in candidates)
            if (candidate.IsLocal && candidate.IsReady)
                count++;
        return count;
    }

    private static ValueArray<Backend> Filter(ReadOnlySpan<EndpointCandidate> candidates, Func<EndpointCandidate, bool> chosen)
    {
        var backends = new List<Backend>(candidates.Length);
        foreach (var candidate in candidates)
            if (chosen(candidate))
                backends.Add(candidate.Backend);
        return backends.ToValueArray();
    }
}
