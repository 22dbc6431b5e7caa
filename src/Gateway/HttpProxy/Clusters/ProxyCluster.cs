using Gateway.HttpProxy.LoadBalancing;
using Gateway.Model;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.Clusters;

/// <summary>
/// The live side of an <see cref="HttpCluster"/>: one object for the life of the name, updated in place, so that a changed endpoint touches
/// no route. Changes come from the one loop that applies and from requests that failed to connect; requests read without a lock.
/// </summary>
internal sealed class ProxyCluster(ServicePortName name, ClusterParts parts)
{
    private readonly Lock _gate = new();
    private volatile ClusterView? _view;

    public ServicePortName Name { get; } = name;

    /// <summary>How many routes name it.</summary>
    public int RouteCount { get; set; }

    /// <summary>Null while there is no such cluster.</summary>
    public ClusterView? View => _view;

    /// <summary>Makes the cluster as desired, or empty where that is null. Destinations that stay are kept as they are.</summary>
    public void Apply(HttpCluster? desired)
    {
        lock (_gate)
        {
            var before = _view;
            if (ReferenceEquals(before?.Definition, desired))
                return;
            var destinations = DestinationPlan.Build(before, desired, parts.Clients);
            if (desired is null)
            {
                _view = null;
            }
            else
            {
                // The state object carries the policies' rotation and tables: it stays unless the settings they read have changed.
                var keepsState = before is not null && before.Definition.LoadBalancing == desired.LoadBalancing;
                var state = keepsState ? before!.State : ClusterPlan.BuildState(desired);
                state.DestinationsState = BuildDestinationsState(destinations.All);
                _view = ClusterView.Build(desired, state, before, parts);
            }
            foreach (var upstream in destinations.Retired)
                upstream.Retire();
        }
    }

    /// <summary>Called where a connection could not be established. Leaves the destination out for a while if that went on for long enough.</summary>
    public void ReportConnectFailure(DestinationState destination)
    {
        var health = Upstream.Of(destination).Health;
        if (!health.Fail() || !TrySetLeftOut(health, true))
            return;
        parts.Logger.LeftOut(Name, destination.DestinationId, ConnectHealth.LeftOutFor.TotalSeconds);
        _ = ReturnAsync(health);
    }

    private async Task ReturnAsync(ConnectHealth health)
    {
        await Task.Delay(ConnectHealth.LeftOutFor, parts.Time);
        TrySetLeftOut(health, false);
    }

    private bool TrySetLeftOut(ConnectHealth health, bool isLeftOut)
    {
        lock (_gate)
        {
            if (health.IsLeftOut == isLeftOut)
                return false;
            health.IsLeftOut = isLeftOut;
            if (_view?.State is { } state)
                state.DestinationsState = BuildDestinationsState(state.DestinationsState.AllDestinations);
            return true;
        }
    }

    /// <summary>Those with a weight; of these, those not left out, unless that would be none.</summary>
    private static ClusterDestinationsState BuildDestinationsState(IReadOnlyList<DestinationState> all)
    {
        var weighted = Those(all, destination => DestinationWeight.Of(destination) > 0);
        var healthy = Those(weighted, destination => !Upstream.Of(destination).Health.IsLeftOut);
        return new(all, healthy.Count > 0 ? healthy : weighted);
    }

    /// <summary>The list itself where all of it is wanted, as it nearly always is.</summary>
    private static IReadOnlyList<DestinationState> Those(IReadOnlyList<DestinationState> list, Func<DestinationState, bool> wanted) =>
        list.All(wanted) ? list : list.Where(wanted).ToArray();
}
