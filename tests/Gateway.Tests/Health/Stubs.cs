using Gateway.Model;
using Gateway.Reconciliation;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Tests.Health;

/// <summary>A source with nothing in it, read when the test says so.</summary>
internal sealed class StubSource : IResourceSource
{
    public TaskCompletionSource Synced { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Description => "a stub";

    public SourceState State { get; set; }

    public async Task RunAsync(ResourceStore store, CancellationToken cancellationToken)
    {
        await Synced.Task.WaitAsync(cancellationToken);
        store.MarkSynced();
    }
}

/// <summary>A target that applies everything, unless a fault is set.</summary>
internal sealed class StubTarget : IStateTarget
{
    public string Name => "stub";

    public volatile string? Fault;

    public ValueTask ApplyAsync(DesiredState desired, CancellationToken cancellationToken) =>
        Fault is { } fault ? throw new InvalidOperationException(fault) : ValueTask.CompletedTask;
}

/// <summary>A server with no listeners.</summary>
internal sealed class NoServer : IServer
{
    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }
}
