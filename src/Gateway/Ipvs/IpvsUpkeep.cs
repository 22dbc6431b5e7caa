using Gateway.Reconciliation;

namespace Gateway.Ipvs;

/// <summary>
/// Calls <see cref="IpvsTarget.UpkeepAsync"/> in between the changes, and publishes what the target found out. What goes wrong is told, and tried again the
/// next time.
/// </summary>
internal sealed class IpvsUpkeep(
    IpvsTarget target, TargetConditions conditions, IpvsRoomOptions options, TimeProvider time, ILogger<IpvsUpkeep> logger) : BackgroundService
{
    private readonly ConditionReport _report = new(logger);
    private string? _told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(options.DrainCheckInterval, time, stoppingToken);
            try
            {
                await target.UpkeepAsync(stoppingToken);
                _told = null;
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                if (_told != error.Message)
                    logger.UpkeepFailed(options.DrainCheckInterval.TotalSeconds, error.Message);
                _told = error.Message;
            }
            // Also when it failed: what failed may be what there is to say.
            conditions.Publish(target.Conditions);
            _report.Tell(conditions.Current);
        }
    }
}
