using System.Diagnostics;
using Gateway.Model;
using Gateway.Model.Translation;

namespace Gateway.Reconciliation;

/// <summary>
/// The control loop. Waits for a change, translates, hands the result to every target, and rests. Guarantees:
/// 1. nothing is translated before the source has synced, so a start never serves half of the objects;
/// 2. the first change after a rest is translated at once;
/// 3. further changes are taken together, at most one translation in <see cref="MinInterval"/>.
/// </summary>
internal sealed class Reconciler(
    ResourceStore store,
    IEnumerable<TargetLoop> targets,
    TranslationOptions options,
    TimeProvider time,
    ILogger<Reconciler> logger) : BackgroundService
{
    public static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(5);

    private readonly TargetLoop[] _targets = [.. targets];
    private TranslationResult _result = TranslationResult.Empty;
    private long _generation;

    /// <summary>The newest translation.</summary>
    public TranslationResult Result => Volatile.Read(ref _result);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await store.Synced.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await store.WaitForChangeAsync(stoppingToken);
            var started = time.GetTimestamp();
            Reconcile();
            var rest = MinInterval - time.GetElapsedTime(started);
            if (rest > TimeSpan.Zero)
                await Task.Delay(rest, time, stoppingToken);
        }
    }

    private void Reconcile()
    {
        using var activity = ReconciliationTelemetry.Source.StartActivity("reconcile");
        var started = Stopwatch.GetTimestamp();
        try
        {
            _result = Translator.Translate(store.Current, _result, options);
        }
        catch (Exception error)
        {
            // Translation does not throw on what users wrote, so this is a defect of ours: what is served stays as it is.
            logger.TranslationFailed(error);
            return;
        }
        ReconciliationTelemetry.TranslationDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        var update = new DesiredUpdate(++_generation, _result.Desired);
        foreach (var target in _targets)
            target.Offer(update);
    }
}
