using System.Diagnostics.Metrics;
using Gateway.Ipvs;
using Gateway.Netlink.Ipvs;

namespace Gateway.Tests.Ipvs;

public sealed class IpvsTelemetryTests : IDisposable
{
    private static readonly IpvsServiceKey Web = Services.Key("10.98.7.6", 80);

    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, double> _seen = [];

    public IpvsTelemetryTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == IpvsTelemetry.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => See(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => See(instrument.Name, value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Connections_are_told_by_virtual_service_and_destination()
    {
        using var scene = new KernelScene();
        await scene.ApplyAsync(Services.Tcp("web", Services.At("10.98.7.6", 80, "10.244.0.1:80")));
        scene.Ipvs.Connect(Web, Services.Endpoint("10.244.0.1:80"), active: 5, inactive: 6);
        await scene.UpkeepAfter(TimeSpan.FromSeconds(30));
        _listener.RecordObservableInstruments();

        Assert.Equal(5, Seen("gateway.ipvs.destination.connections service=tcp 10.98.7.6:80 destination=10.244.0.1:80 state=active"));
        Assert.Equal(6, Seen("gateway.ipvs.destination.connections service=tcp 10.98.7.6:80 destination=10.244.0.1:80 state=inactive"));
        Assert.Contains("gateway.ipvs.connections service=tcp 10.98.7.6:80", Keys());
        Assert.Contains("gateway.ipvs.io service=tcp 10.98.7.6:80 network.io.direction=transmit", Keys());
    }

    [Fact]
    public async Task What_is_counted_goes_on_where_the_kernel_begins_anew()
    {
        using var scene = new KernelScene();
        var service = Services.Tcp("web", Services.At("10.98.7.6", 80, "10.244.0.1:80"));
        await scene.ApplyAsync(service);
        scene.Ipvs.Count(Web, new IpvsStatistics { Connections = 5, InBytes = 500 });
        await scene.UpkeepAfter(TimeSpan.FromSeconds(30));
        await scene.ApplyAsync();
        await scene.UpkeepAfter(TimeSpan.FromSeconds(30));
        _listener.RecordObservableInstruments();
        Assert.DoesNotContain(Keys(), key => key.Contains(Web.ToString(), StringComparison.Ordinal));

        await scene.ApplyAsync(service);
        scene.Ipvs.Count(Web, new IpvsStatistics { Connections = 7, InBytes = 50 });
        await scene.UpkeepAfter(TimeSpan.FromSeconds(30));
        scene.Ipvs.Count(Web, new IpvsStatistics { Connections = 1, InBytes = 5 });
        await scene.UpkeepAfter(TimeSpan.FromSeconds(30));
        _listener.RecordObservableInstruments();

        Assert.Equal(13, Seen("gateway.ipvs.connections service=tcp 10.98.7.6:80"));
        Assert.Equal(555, Seen("gateway.ipvs.io service=tcp 10.98.7.6:80 network.io.direction=receive"));
    }

    [Fact]
    public async Task Operations_and_repairs_are_counted_by_kind()
    {
        using var scene = new KernelScene();
        await scene.ApplyAsync(Services.Tcp("web", Services.At("10.98.7.6", 80, "10.244.0.1:80")));
        scene.Ipvs.Edit(new IpvsCommand.DeleteService(Web));
        await scene.UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.True(Seen("gateway.ipvs.operations kind=add_service") >= 2);
        Assert.True(Seen("gateway.ipvs.repairs") >= 2);
    }

    [Fact]
    public async Task Each_element_of_a_set_that_is_put_right_is_counted()
    {
        const int Many = 500;
        using var scene = new KernelScene();
        await scene.ApplyAsync(Enumerable.Range(0, Many).Select(i => Services.Tcp($"s{i}", Services.At("10.98.7.6", 1000 + i, "10.244.0.1:80"))));
        scene.Network.Nft.Run("flush set ip gateway services");
        var before = Seen("gateway.ipvs.repairs");
        await scene.UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.True(Seen("gateway.ipvs.repairs") - before >= Many);
    }

    private void See(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Prepend(name));
        lock (_seen)
            _seen[key] = name is "gateway.ipvs.operations" or "gateway.ipvs.repairs" ? _seen.GetValueOrDefault(key) + value : value;
    }

    private double Seen(string key)
    {
        lock (_seen)
            return _seen.GetValueOrDefault(key);
    }

    private string[] Keys()
    {
        lock (_seen)
            return [.. _seen.Keys];
    }
}
