namespace Gateway.HttpProxy.Forwarding;

/// <summary>
/// The WebSockets that are open. None of them would end by itself, so they are cut when the gateway stops, before the server begins to wait
/// for its connections: an HTTP/2 connection whose client keeps it open would otherwise take the whole time limit.
/// </summary>
internal sealed class UpgradedConnections(TimeProvider time) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _cut = new();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Cancelled when the gateway stops.</summary>
    public CancellationToken Cut => _cut.Token;

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave() => Interlocked.Decrement(ref _count);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (Count == 0)
            return;
        await _cut.CancelAsync();
        // The server is done with a request a moment after the pipeline is, and does not say when: hence the pause after the last.
        do
            await Task.Delay(Pause, time, cancellationToken);
        while (Count > 0);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => _cut.CancelAsync();

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _cut.Dispose();
}
