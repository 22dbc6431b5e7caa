using System.Diagnostics;

namespace Gateway.Scale;

/// <summary>All figures of a proxy that runs in this process, which must be a fresh one.</summary>
internal static class InProcessRun
{
    public static async Task<Measured> MeasureAsync(string name, IProxyUnderTest proxy, SyntheticCluster cluster, Sampling sampling)
    {
        var started = Stopwatch.GetTimestamp();
        await proxy.StartAsync();
        using var probe = new Probe(proxy.Port);
        AwaitLast(probe, cluster);
        var firstServe = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var resident = ProcessMemory.Resident(Environment.ProcessId);
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        RequestAll(probe, cluster);
        var inUse = ProcessMemory.Resident(Environment.ProcessId);
        var measured = new Measured(name, firstServe, resident, heap, inUse);
        return await Task.Factory.StartNew(
            () => WithChanges(measured, new(proxy, cluster, probe, sampling)),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    public static void AwaitLast(Probe probe, SyntheticCluster cluster) =>
        probe.Await(SyntheticCluster.HostOf(cluster.Services - 1), (status, _) => status == 200);

    public static void RequestAll(Probe probe, SyntheticCluster cluster)
    {
        for (var service = 0; service < cluster.Services; service++)
        {
            var (status, body) = probe.Get(SyntheticCluster.HostOf(service));
            if (status != 200 || !cluster.AddressesOf(service).Contains(body))
                throw new InvalidOperationException($"{SyntheticCluster.HostOf(service)} answered {status} {body}");
        }
    }

    private static Measured WithChanges(Measured measured, ChangeMeasurement measurement)
    {
        var request = measurement.Request();
        var endpointApplied = measurement.EndpointApplied();
        var endpointLive = measurement.EndpointLive();
        var routeApplied = measurement.RouteApplied();
        var routeLive = measurement.RouteLive();
        return measured with
        {
            RequestMilliseconds = Series.Of(request),
            EndpointAppliedMilliseconds = Series.Of([.. endpointApplied.Select(sample => sample.Milliseconds)]),
            EndpointGarbageBytes = Series.Of([.. endpointApplied.Select(sample => sample.AllocatedBytes)]),
            EndpointLiveMilliseconds = Series.Of(endpointLive),
            RouteAppliedMilliseconds = Series.Of([.. routeApplied.Select(sample => sample.Milliseconds)]),
            RouteGarbageBytes = Series.Of([.. routeApplied.Select(sample => sample.AllocatedBytes)]),
            RouteLiveMilliseconds = Series.Of(routeLive),
        };
    }
}
