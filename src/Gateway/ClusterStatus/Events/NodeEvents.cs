using Gateway.Reconciliation;

namespace Gateway.ClusterStatus.Events;

/// <summary>Has what the targets of this node found out told on the objects, by whichever replica it is that found it.</summary>
internal sealed class NodeEvents(TargetConditions conditions, ResourceStore store, EventWriter writer) : IHostedService, IDisposable
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await writer.StartAsync(cancellationToken);
        conditions.Changed += Offer;
        Offer(this, EventArgs.Empty);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        conditions.Changed -= Offer;
        return writer.StopAsync(cancellationToken);
    }

    public void Dispose() => writer.Dispose();

    private void Offer(object? sender, EventArgs args) => writer.Offer(conditions.Current, store.Current);
}
