using System.Globalization;
using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>
/// The weights of a set, where a new destination's weight grows in a line from a tenth to the whole during the cluster's slow-start
/// time. New is one that was not in the set before, counted from when this policy first saw it; the first set of a cluster is not new,
/// and an instance that comes back is not either. The weights are worked out again at every twentieth of the time.
/// </summary>
internal sealed class SlowStart(TimeProvider time)
{
    private const int Steps = 20;
    private const int Percent = 100;
    private const double FirstShare = 0.1;
    private const double MaxSeconds = 86_400;

    /// <summary>Only destinations that were new at some time are in here.</summary>
    private readonly ConditionalWeakTable<DestinationState, Arrival> _arrivals = [];

    /// <param name="previous">What the set was before; null at first.</param>
    public WeightedDestinations Weigh(ClusterState cluster, IReadOnlyList<DestinationState> available, IReadOnlyList<DestinationState>? previous)
    {
        var members = available.Where(destination => DestinationWeight.Of(destination) > 0).ToArray();
        var weights = Array.ConvertAll(members, destination => (ulong)DestinationWeight.Of(destination));
        var window = WindowOf(cluster);
        if (window <= 0 || previous is null)
            return new(members, WeightedDestinations.Fit(weights), long.MaxValue);
        RecordArrivals(available, previous);
        var now = time.GetTimestamp();
        var staleAt = long.MaxValue;
        var ramped = new ulong[members.Length];
        for (var i = 0; i < members.Length; i++)
        {
            ramped[i] = weights[i] * Percent;
            if (!_arrivals.TryGetValue(members[i], out var arrival) || now - arrival.At >= window)
                continue;
            var share = FirstShare + (1 - FirstShare) * (now - arrival.At) / window;
            ramped[i] = Math.Max(1, (ulong)(weights[i] * Percent * share));
            staleAt = Math.Min(staleAt, Math.Min(now + Math.Max(1, window / Steps), arrival.At + window));
        }
        return new(members, WeightedDestinations.Fit(staleAt == long.MaxValue ? weights : ramped), staleAt);
    }

    private void RecordArrivals(IReadOnlyList<DestinationState> available, IReadOnlyList<DestinationState> previous)
    {
        if (ReferenceEquals(available, previous))
            return;
        var before = DestinationIdentity.IndexById(previous);
        foreach (var destination in available)
        {
            if (!before.TryGetValue(destination.DestinationId, out var place))
                _arrivals.TryAdd(destination, new Arrival(time.GetTimestamp()));
            else if (!ReferenceEquals(previous[place], destination) && _arrivals.TryGetValue(previous[place], out var arrival))
                _arrivals.TryAdd(destination, arrival);
        }
    }

    /// <summary>In the units of the clock's timestamps; 0 where there is none.</summary>
    private long WindowOf(ClusterState cluster) =>
        cluster.Model?.Config.Metadata is { } metadata
        && metadata.TryGetValue(LoadBalancingMetadata.SlowStart, out var text)
        && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? (long)(Math.Min(seconds, MaxSeconds) * time.TimestampFrequency)
            : 0;

    private sealed record Arrival(long At);
}
