using System.Diagnostics.Metrics;
using Gateway.Ipvs.Programming;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs;

/// <summary>Our virtual services as they were read last, for those who count.</summary>
/// <param name="Generation">How many desired states the kernel was made equal to.</param>
internal sealed record IpvsObservation(
    long Generation, int Drains, IReadOnlyList<(IpvsServiceState Service, IReadOnlyList<IpvsDestinationState> Destinations)> Services)
{
    public static readonly IpvsObservation None = new(0, 0, []);

    public TrafficTotals Totals { get; private init; } = TrafficTotals.None;

    /// <summary>The kernel was read as a whole.</summary>
    public IpvsObservation With(Reading reading) =>
        this with { Services = reading.Ours, Totals = Totals.With(reading.Ours.Select(entry => entry.Service), reading.Doubtful) };

    public IEnumerable<Measurement<long>> Measure(Func<TrafficCount, ulong> value) =>
        Services.Select(entry => new Measurement<long>((long)value(TotalOf(entry.Service)), Tag(entry.Service)));

    public IEnumerable<Measurement<long>> MeasureWays(Func<TrafficCount, (ulong In, ulong Out)> values)
    {
        foreach (var (service, _) in Services)
        {
            var (received, sent) = values(TotalOf(service));
            yield return new((long)received, Tag(service), new("network.io.direction", "receive"));
            yield return new((long)sent, Tag(service), new("network.io.direction", "transmit"));
        }
    }

    public IEnumerable<Measurement<long>> MeasureDestinations()
    {
        foreach (var (service, destinations) in Services)
        {
            var tag = Tag(service);
            foreach (var destination in destinations)
            {
                var key = new KeyValuePair<string, object?>("destination", destination.Destination.Key.ToString());
                yield return new(destination.ActiveConnections, tag, key, new("state", "active"));
                yield return new(destination.InactiveConnections, tag, key, new("state", "inactive"));
            }
        }
    }

    private static KeyValuePair<string, object?> Tag(IpvsServiceState service) => new("service", service.Service.Key.ToString());

    private TrafficCount TotalOf(IpvsServiceState service) => Totals.Of(service.Service.Key);
}
