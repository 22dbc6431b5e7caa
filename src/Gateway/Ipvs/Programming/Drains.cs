using Gateway.Ipvs.Planning;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Programming;

/// <summary>The destinations that take no new connections and wait for the old ones to end, each until its deadline.</summary>
internal sealed class Drains(TimeProvider time, TimeSpan deadline)
{
    private readonly Dictionary<IpvsServiceKey, Dictionary<IpvsDestinationKey, long>> _started = [];

    public int Count => _started.Values.Sum(destinations => destinations.Count);

    public IReadOnlyCollection<IpvsServiceKey> Services => _started.Keys;

    /// <summary>
    /// Takes note of what drains of a service: what the kernel has at weight 0 and the plan has not. That includes what a run before this one has left, whose
    /// time begins anew.
    /// </summary>
    public void Follow(IpvsServiceKey key, KnownService? known, VirtualServer? wanted)
    {
        var wantedKeys = (wanted?.Destinations ?? default).Select(destination => destination.Key).ToHashSet();
        var draining = known?.Destinations.Values.Where(destination => destination.Weight == 0 && !wantedKeys.Contains(destination.Key)).ToArray() ?? [];
        if (draining.Length == 0)
        {
            _started.Remove(key);
            return;
        }
        var before = _started.GetValueOrDefault(key);
        _started[key] = draining.ToDictionary(
            destination => destination.Key,
            destination => before?.TryGetValue(destination.Key, out var since) == true ? since : time.GetTimestamp());
    }

    /// <summary>Those of a service whose connections have ended, or whose time is up.</summary>
    /// <param name="states">The destinations of the service as the kernel has them now.</param>
    public IEnumerable<Operation> Finished(IpvsServiceKey key, IReadOnlyList<IpvsDestinationState> states)
    {
        if (!_started.TryGetValue(key, out var destinations))
            yield break;
        foreach (var state in states)
            if (destinations.TryGetValue(state.Destination.Key, out var since)
                && (state.ActiveConnections + state.InactiveConnections == 0 || time.GetElapsedTime(since) >= deadline))
                yield return new(OperationKind.DeleteDestination, key, new IpvsCommand.DeleteDestination(key, state.Destination.Key));
    }
}
