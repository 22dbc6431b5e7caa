using System.Diagnostics.Metrics;
using Gateway.Hosting;

namespace Gateway.Ipvs;

/// <summary>What the kernel counts, as it was read last, until this is disposed. Free while nobody listens.</summary>
internal sealed class KernelMeter : IDisposable
{
    /// <summary>
    /// How many virtual services can be told apart while the process lives. The SDK keeps the points of those that are gone, which cannot be helped: a
    /// counter that is made anew would be counted twice.
    /// </summary>
    private const int MaxServices = 20_000;

    private readonly Meter _meter;
    private readonly DestinationMeter _destinations;
    private volatile IpvsObservation _newest = IpvsObservation.None;

    public KernelMeter(string name)
    {
        _meter = new(name);
        _destinations = new(name);
        _meter.CreateObservableGauge(
            "gateway.ipvs.generation", () => _newest.Generation, "{generation}", "How many desired states the kernel was made equal to");
        _meter.CreateObservableUpDownCounter(
            "gateway.ipvs.drains", () => _newest.Drains, "{destination}", "Destinations that wait for their connections to end");
        _meter.CreateObservableCounter(
            "gateway.ipvs.connections",
            () => _newest.Measure(total => total.Connections),
            "{connection}", "Connections balanced, by virtual service", PointLimit.Of(MaxServices));
        _meter.CreateObservableCounter(
            "gateway.ipvs.packets",
            () => _newest.MeasureWays(total => (total.InPackets, total.OutPackets)),
            "{packet}", "Packets forwarded, by virtual service and direction", PointLimit.Of(2 * MaxServices));
        _meter.CreateObservableCounter(
            "gateway.ipvs.io",
            () => _newest.MeasureWays(total => (total.InBytes, total.OutBytes)),
            "By", "Bytes forwarded, by virtual service and direction", PointLimit.Of(2 * MaxServices));
    }

    public void Observe(IpvsObservation newest)
    {
        _newest = newest;
        _destinations.Observe(newest);
    }

    public void Dispose()
    {
        _meter.Dispose();
        _destinations.Dispose();
    }
}
