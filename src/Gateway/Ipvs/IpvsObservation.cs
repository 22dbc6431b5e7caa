using System.Diagnostics.Metrics;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs;

/// <summary>Our virtual services as they were read last, for those who count.</summary>
/// <param name="Generation">How many desired states the kernel was made equal to.</param>
internal sealed record IpvsObservation(
    long Generation, int Drains, IReadOnlyList<(IpvsServiceState Service, IReadOnlyList<IpvsDestinationState> Destinations)> Services)
{
    public static readonly IpvsObservation None = new(0, 0, []);

    public IEnumerable<Measurement<long>> Measure(Func<IpvsStatistics, ulong> value) =>
        Services.Select(entry => new Measurement<long>((long)value(entry.Service.Statistics), Tag(entry.Service)));

    public IEnumerable<Measurement<long>> MeasureWays(Func<IpvsStatistics, (ulong In, ulong Out)> values)
    {
        foreach (var (service, _) in Services)
        {
            var (received, sent) = values(service.Statistics);
            yield return new((long)received, Tag(service), new("direction", "in"));
            yield return new((long)sent, Tag(service), new("direction", "out"));
        }
    }

    public IEnumerable<Measurement<long>> MeasureDestinations()
    {
        foreach (var (service, destinations) in Services)
            foreach (var destination in destinations)
            {
                var key = new KeyValuePair<string, object?>("destination", destination.Destination.Key.ToString());
                yield return new(destination.ActiveConnections, Tag(service), key, new("state", "active"));
                yield return new(destination.InactiveConnections, Tag(service), key, new("state", "inactive"));
            }
    }

    private static KeyValuePair<string, object?> Tag(IpvsServiceState service) => new("service", service.Service.Key.ToString());
}
