using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

internal enum TopologyMode
{
    ClusterWide,
    SameZone,
    SameNode,
}

/// <summary>The hints that the control plane writes into slices, as one node reads them.</summary>
internal static class TopologyHints
{
    /// <summary>
    /// The narrowest mode that the ready endpoints allow: every one of them has a hint of the kind, and at least one is hinted for here.
    /// </summary>
    public static TopologyMode ModeFor(ReadOnlySpan<EndpointCandidate> candidates, NodeTopology node)
    {
        var (everyNode, everyZone, anyNode, anyZone) = (true, true, false, false);
        foreach (var candidate in candidates)
        {
            if (!candidate.IsReady)
                continue;
            everyNode &= candidate.Hints?.ForNodes is { Count: > 0 };
            everyZone &= candidate.Hints?.ForZones is { Count: > 0 };
            anyNode |= Fits(candidate, TopologyMode.SameNode, node);
            anyZone |= Fits(candidate, TopologyMode.SameZone, node);
        }
        return everyNode && anyNode ? TopologyMode.SameNode
            : everyZone && anyZone ? TopologyMode.SameZone
            : TopologyMode.ClusterWide;
    }

    public static bool Fits(EndpointCandidate candidate, TopologyMode mode, NodeTopology node) => mode switch
    {
        TopologyMode.SameNode => NamesNode(candidate.Hints?.ForNodes, node.NodeName),
        TopologyMode.SameZone => NamesZone(candidate.Hints?.ForZones, node.Zone),
        _ => true,
    };

    private static bool NamesNode(IReadOnlyList<ForNode>? hints, string node)
    {
        for (var i = 0; i < hints?.Count; i++)
            if (node.Length > 0 && hints[i].Name == node)
                return true;
        return false;
    }

    private static bool NamesZone(IReadOnlyList<ForZone>? hints, string? zone)
    {
        for (var i = 0; i < hints?.Count; i++)
            if (!string.IsNullOrEmpty(zone) && hints[i].Name == zone)
                return true;
        return false;
    }
}
