using Gateway.Model;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.Clusters;

/// <summary>The destinations of a cluster after a change, and the connections that nothing needs any more. Pure: nothing is closed here.</summary>
internal sealed record DestinationPlan(DestinationState[] All, IReadOnlyList<Upstream> Retired)
{
    /// <summary>
    /// A backend that stays keeps its state and its connections; one whose weight changed keeps its connections; where another protocol is
    /// spoken, connections are new.
    /// </summary>
    public static DestinationPlan Build(ClusterView? before, HttpCluster? desired, UpstreamClients clients)
    {
        var gone = new Dictionary<string, DestinationState>(StringComparer.Ordinal);
        foreach (var destination in before?.State.DestinationsState.AllDestinations ?? [])
            gone.Add(destination.DestinationId, destination);
        var all = new List<DestinationState>(desired?.Backends.Count ?? 0);
        var retired = new List<Upstream>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var backend in desired?.Backends ?? [])
        {
            if (!seen.Add(backend.Authority))
                continue;
            var earlier = gone.Remove(backend.Authority, out var found) ? found : null;
            var next = BuildDestination(earlier, desired!.Protocol, backend, clients);
            if (earlier is not null && Upstream.Of(earlier) != Upstream.Of(next))
                retired.Add(Upstream.Of(earlier));
            all.Add(next);
        }
        retired.AddRange(gone.Values.Select(Upstream.Of));
        return new([.. all], retired);
    }

    private static DestinationState BuildDestination(DestinationState? earlier, UpstreamProtocol protocol, Backend backend, UpstreamClients clients)
    {
        var prefix = ClusterPlan.BuildPrefix(protocol, backend);
        if (earlier is null || !string.Equals(earlier.Model.Config.Address, prefix, StringComparison.Ordinal))
            return Create(new Upstream(prefix, clients), backend);
        return LoadBalancing.DestinationWeight.Of(earlier) == backend.Weight ? earlier : Create(Upstream.Of(earlier), backend);
    }

    private static DestinationState Create(Upstream upstream, Backend backend) => new(
        backend.Authority,
        new DestinationModel(new DestinationConfig { Address = upstream.Prefix, Metadata = new DestinationMetadata(upstream, backend.Weight) }));
}
