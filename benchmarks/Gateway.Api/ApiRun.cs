using System.Diagnostics;
using Gateway.ApiServer;

namespace Gateway.Api;

/// <summary>All figures of the gateway at an API server, one after another, in front of one process that is all the pods.</summary>
internal sealed class ApiRun(ApiOptions options)
{
    /// <summary>Few enough that each change is the first after a rest.</summary>
    private static readonly TimeSpan IdleDuration = TimeSpan.FromSeconds(10);

    public static async Task<Results> RunAsync(ApiOptions options, CancellationToken cancellationToken)
    {
        var pods = Child.StartRole("pods");
        try
        {
            var port = await pods.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("the pods did not start");
            return await new ApiRun(options).RunAsync(new SyntheticCluster(options.Services, options.Endpoints, options.Ingresses, int.Parse(port)), cancellationToken);
        }
        finally
        {
            await Child.EndAsync(pods);
        }
    }

    private async Task<Results> RunAsync(SyntheticCluster cluster, CancellationToken cancellationToken)
    {
        var paged = await MeasurePagedAsync(cluster, cancellationToken);
        await using var server = await FillAsync(cluster, new(), cancellationToken);
        var starts = new StartMeasurement(server, cluster, options);
        await using var gateway = await starts.RunAsync(cancellationToken);
        Tell("memory");
        var loaded = await gateway.SteadyMemoryAsync(cancellationToken);
        var (requests, inUse) = await UseAsync(gateway, cluster, cancellationToken);
        var measurement = new LoadMeasurement(gateway, new(server, cluster));
        var duration = TimeSpan.FromSeconds(options.Seconds);
        Tell("changes in an idle cluster");
        var idle = await measurement.RunAsync(new(options.Probes, options.Probes, IdleDuration), cancellationToken);
        Tell($"{options.Rate} changes a second");
        var busy = await measurement.RunAsync(new(options.Rate, options.Probes, duration), cancellationToken);
        var unprobed = await measurement.RunAsync(new(options.Rate, 0, duration / 3), cancellationToken);
        return new(Machine.Describe(), options, paged, starts.Figures, loaded, inUse, requests, idle, busy, unprobed);
    }

    private async Task<StartFigures> MeasurePagedAsync(SyntheticCluster cluster, CancellationToken cancellationToken)
    {
        await using var server = await FillAsync(cluster, new() { WatchList = false }, cancellationToken);
        var starts = new StartMeasurement(server, cluster, options);
        await using var gateway = await starts.RunAsync(cancellationToken);
        return starts.Figures;
    }

    private static async Task<ApiServerDouble> FillAsync(SyntheticCluster cluster, ApiServerOptions options, CancellationToken cancellationToken)
    {
        Tell($"an API server, {(options.WatchList ? "streaming lists" : "lists in pages")}");
        var server = await ApiServerDouble.StartAsync(options, cancellationToken);
        cluster.Fill(server);
        // What filling left over is no part of what is measured.
        GC.Collect();
        return server;
    }

    /// <summary>A request to every host, and then others, so that each goes to an endpoint that has no connection yet.</summary>
    private static async Task<(Series RequestMilliseconds, MemoryFigures Memory)> UseAsync(
        GatewayProcess gateway, SyntheticCluster cluster, CancellationToken cancellationToken)
    {
        using var probe = new Probe(gateway.Port);
        for (var service = 0; service < cluster.Ingresses; service++)
            Get(probe, cluster, service);
        var memory = await gateway.SteadyMemoryAsync(cancellationToken);
        var samples = Enumerable.Range(0, Math.Min(500, cluster.Ingresses)).Select(service => Get(probe, cluster, service));
        return (Series.Of([.. samples]), memory);
    }

    private static double Get(Probe probe, SyntheticCluster cluster, int service)
    {
        var started = Stopwatch.GetTimestamp();
        var (status, body) = probe.Get(SyntheticCluster.HostOf(service));
        var elapsed = Stopwatch.GetElapsedTime(started);
        return status == 200 && cluster.AddressesOf(service).Contains(body)
            ? elapsed.TotalMilliseconds
            : throw new InvalidOperationException($"{SyntheticCluster.HostOf(service)} answered {status} {body}");
    }

    private static void Tell(string what) => Console.Error.WriteLine($"# {what}");
}
