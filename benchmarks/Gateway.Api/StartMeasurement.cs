using System.Diagnostics;
using Gateway.ApiServer;

namespace Gateway.Api;

/// <summary>Starts the gateway on a cluster from nothing, again and again.</summary>
internal sealed class StartMeasurement(ApiServerDouble server, SyntheticCluster cluster, ApiOptions options)
{
    private readonly List<double> _fromProcess = [];
    private readonly List<double> _fromRequest = [];

    public StartFigures Figures => new(_fromProcess, _fromRequest);

    /// <summary>The gateway of the last start, which goes on.</summary>
    public async Task<GatewayProcess> RunAsync(CancellationToken cancellationToken)
    {
        for (var start = 1; start < options.Starts; start++)
        {
            var gateway = await StartAsync(cancellationToken);
            await gateway.DisposeAsync();
        }
        return await StartAsync(cancellationToken);
    }

    private async Task<GatewayProcess> StartAsync(CancellationToken cancellationToken)
    {
        server.Requests.Clear();
        var asked = AskedAsync(cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var gateway = GatewayProcess.Start(options.Gateway, server);
        try
        {
            gateway.AwaitListening();
            using var probe = new Probe(gateway.Port);
            probe.Await(cluster.LastHost, (status, _) => status == 200);
            var served = Stopwatch.GetTimestamp();
            _fromProcess.Add(Stopwatch.GetElapsedTime(started, served).TotalMilliseconds);
            _fromRequest.Add(Stopwatch.GetElapsedTime(await asked, served).TotalMilliseconds);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    private async Task<long> AskedAsync(CancellationToken cancellationToken)
    {
        await server.Requests.WaitForAsync(request => request.Verb is "list" or "watch", cancellationToken);
        return Stopwatch.GetTimestamp();
    }
}
