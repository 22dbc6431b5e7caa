using System.Net;
using Gateway.Ipvs;
using Gateway.Netlink.Ipvs;
using Gateway.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Gateway.Tests.Telemetry;

/// <summary>What the SDK exports of a large kernel.</summary>
public sealed class PointLimitTests : IDisposable
{
    private const string Destinations = "gateway.ipvs.destination.connections";

    private readonly LastPoints _exported = new();
    private readonly MeterProvider _provider;
    private readonly KernelMeter _meter;

    public PointLimitTests()
    {
        // A meter of its own: others of this process have the name that the room uses.
        var name = $"Gateway.Ipvs.{nameof(PointLimitTests)}.{Guid.NewGuid():N}";
        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(name)
            .AddView(TelemetryExport.ViewOf)
            .AddReader(new BaseExportingMetricReader(_exported))
            .Build();
        _meter = new(name);
    }

    public void Dispose()
    {
        _meter.Dispose();
        _provider.Dispose();
    }

    [Fact]
    public void Everything_has_a_point_of_its_own_at_the_size_that_is_planned_for()
    {
        Export(Kernel(services: 10_000, destinations: 10));

        Assert.Equal(200_000, _exported.Count(Destinations));
        Assert.Equal(100_000L * 3, _exported.Sum(Destinations));
        Assert.Equal(10_000, _exported.Count("gateway.ipvs.connections"));
        Assert.Equal(20_000, _exported.Count("gateway.ipvs.packets"));
        Assert.Equal(20_000, _exported.Count("gateway.ipvs.io"));
        Assert.Equal(0, _exported.Overflows);
    }

    [Fact]
    public void Endpoints_that_come_and_go_do_not_use_up_the_room()
    {
        for (var generation = 0; generation < 20; generation++)
        {
            Export(Kernel(services: 40, destinations: 10, generation));

            Assert.Equal(800, _exported.Count(Destinations));
            Assert.Equal(400 * 3, _exported.Sum(Destinations));
            Assert.Equal(0, _exported.Overflows);
        }
    }

    private void Export(IpvsObservation observation)
    {
        _meter.Observe(observation);
        Assert.True(_provider.ForceFlush());
    }

    /// <summary>Every destination has one active connection and two inactive ones.</summary>
    private static IpvsObservation Kernel(int services, int destinations, int generation = 0) => new(1, 0,
    [
        .. Enumerable.Range(0, services).Select(service => (
            new IpvsServiceState(new(IpvsServiceKey.For(Address(10, service), 80, IpvsProtocol.Tcp)), default),
            (IReadOnlyList<IpvsDestinationState>)
            [
                .. Enumerable.Range(0, destinations).Select(destination => new IpvsDestinationState(
                    new IpvsDestination(Address(11, (((generation * services) + service) * destinations) + destination), 80), 1, 2, 0, default)),
            ])),
    ]);

    private static IPAddress Address(byte first, int number) => new([first, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);

    private sealed class LastPoints : BaseExporter<Metric>
    {
        private readonly Dictionary<string, (int Count, long Sum)> _points = [];

        public int Overflows { get; private set; }

        public int Count(string name) => _points.GetValueOrDefault(name).Count;

        public long Sum(string name) => _points.GetValueOrDefault(name).Sum;

        public override ExportResult Export(in Batch<Metric> batch)
        {
            _points.Clear();
            Overflows = 0;
            foreach (var metric in batch)
            {
                if (metric.MetricType is not (MetricType.LongSum or MetricType.LongSumNonMonotonic))
                    continue;
                foreach (ref readonly var point in metric.GetMetricPoints())
                {
                    var (count, sum) = _points.GetValueOrDefault(metric.Name);
                    _points[metric.Name] = (count + 1, sum + point.GetSumLong());
                    foreach (var tag in point.Tags)
                        Overflows += tag.Key == "otel.metric.overflow" ? 1 : 0;
                }
            }
            return ExportResult.Success;
        }
    }
}
