using Gateway.Reconciliation;

namespace Gateway.Hosting;

/// <summary>
/// Holds the start of the listeners until every target has its first generation, so that the first request finds its route. A target that
/// cannot apply does not hold them for ever.
/// </summary>
internal sealed class FirstGeneration(IEnumerable<TargetLoop> targets, TimeProvider time) : IHostedService
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(targets.Select(target => target.FirstApplied)).WaitAsync(Limit, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Readiness says what is missing.
        }
        ReturnMemory();
    }

    /// <summary>
    /// Reading and translating everything leaves several times as much garbage as there is to keep, and a heap that has grown by it. No
    /// request waits yet, so this is the one moment at which to give it all back costs nobody anything.
    /// </summary>
    private static void ReturnMemory() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
