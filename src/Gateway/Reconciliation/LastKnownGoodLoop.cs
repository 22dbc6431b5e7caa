using Gateway.Model;

namespace Gateway.Reconciliation;

/// <summary>
/// Keeps the newest snapshot in a file. Guarantees:
/// 1. nothing is saved before the source has synced, nor what was itself restored from the file;
/// 2. the first state is saved a few seconds after that, and a change within half a minute;
/// 3. saving takes at most a fiftieth of the time;
/// 4. what has changed since is saved once more at the end.
/// </summary>
internal sealed class LastKnownGoodLoop(LastKnownGoodFile file, ResourceStore store, TimeProvider time, ILogger<LastKnownGoodLoop> logger) : BackgroundService
{
    public static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private const int RestPerWork = 50;

    private readonly Lock _gate = new();
    private ResourceSnapshot? _saved;
    private bool _isFailing;

    /// <summary>The pause after a save.</summary>
    public static TimeSpan RestAfter(TimeSpan took) => took * RestPerWork > Interval ? took * RestPerWork : Interval;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Save();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await store.Synced.WaitAsync(stoppingToken);
        await Task.Delay(FirstDelay, time, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            Save();
            await Task.Delay(RestAfter(time.GetElapsedTime(started)), time, stoppingToken);
        }
    }

    private void Save()
    {
        lock (_gate)
        {
            var snapshot = store.Current;
            if (!store.IsSynced || ReferenceEquals(snapshot, _saved) || ReferenceEquals(snapshot, store.Restored))
                return;
            try
            {
                file.Write(snapshot, time.GetUtcNow());
                _saved = snapshot;
                if (_isFailing)
                    logger.StateSavedAgain(file.Path);
                _isFailing = false;
            }
            catch (Exception error)
            {
                if (!_isFailing)
                    logger.StateNotSaved(file.Path, error.Message);
                _isFailing = true;
            }
        }
    }
}
