namespace Gateway.Reconciliation;

/// <summary>Runs the source for the life of the process.</summary>
internal sealed class SourceLoop(IResourceSource source, ResourceStore store) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => source.RunAsync(store, stoppingToken);
}
