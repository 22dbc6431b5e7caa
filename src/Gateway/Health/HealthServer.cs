using System.Net;
using Gateway.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Health;

/// <summary>
/// Answers health questions on a listener of its own, apart from the traffic: open from before the first listener of the traffic opens until
/// after the last request has finished.
/// </summary>
internal sealed class HealthServer(HealthOptions options, HealthCheckService health) : IHostedService, IAsyncDisposable
{
    private WebApplication? _app;

    /// <summary>Where it listens; null before the start.</summary>
    public IPEndPoint? Address { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _app = SmallServer.Build(options.Listen);
        _app.MapHealth(health);
        Address = await SmallServer.StartAsync(_app, options.Listen, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? default;
}
