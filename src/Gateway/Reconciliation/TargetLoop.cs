using System.Diagnostics;
using System.Threading.Channels;

namespace Gateway.Reconciliation;

/// <summary>
/// Keeps one target at the newest desired state, on its own: a target that fails or is slow never holds up another. A failed apply is
/// tried again with the state that is the newest by then, after 100 ms, doubling up to 30 s.
/// </summary>
internal sealed class TargetLoop(IStateTarget target, TimeProvider time, ILogger<TargetLoop> logger) : BackgroundService
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(30);

    private readonly Channel<DesiredUpdate> _newest = Channel.CreateBounded<DesiredUpdate>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly TaskCompletionSource _firstApplied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _appliedGeneration;
    private volatile string? _lastError;

    public string Name => target.Name;

    /// <summary>The generation that the plane has now, wholly or all but what <see cref="LastError"/> says; 0 before the first.</summary>
    public long AppliedGeneration => Volatile.Read(ref _appliedGeneration);

    /// <summary>Completes when the plane has its first generation.</summary>
    public Task FirstApplied => _firstApplied.Task;

    /// <summary>What went wrong the last time; null while all is well.</summary>
    public string? LastError => _lastError;

    public void Offer(DesiredUpdate update) => _newest.Writer.TryWrite(update);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var update = await _newest.Reader.ReadAsync(stoppingToken);
            for (var delay = FirstRetry; !await TryApplyAsync(update, delay, stoppingToken); delay = Min(delay * 2, LastRetry))
            {
                await Task.Delay(delay, time, stoppingToken);
                if (_newest.Reader.TryRead(out var newer))
                    update = newer;
            }
        }
    }

    private async Task<bool> TryApplyAsync(DesiredUpdate update, TimeSpan retryDelay, CancellationToken cancellationToken)
    {
        using var activity = ReconciliationTelemetry.Source.StartActivity("apply");
        activity?.SetTag("target", target.Name);
        activity?.SetTag("generation", update.Generation);
        var started = Stopwatch.GetTimestamp();
        try
        {
            await target.ApplyAsync(update.State, cancellationToken);
            ReconciliationTelemetry.ApplyDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("target", target.Name));
            _lastError = null;
            Applied(update);
            return true;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            if (error is IncompleteApplyException)
                Applied(update);
            _lastError = error.Message;
            ReconciliationTelemetry.ApplyFailures.Add(1, new KeyValuePair<string, object?>("target", target.Name));
            logger.ApplyFailed(target.Name, update.Generation, retryDelay.TotalSeconds, error);
            return false;
        }
    }

    private void Applied(DesiredUpdate update)
    {
        Volatile.Write(ref _appliedGeneration, update.Generation);
        _firstApplied.TrySetResult();
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
