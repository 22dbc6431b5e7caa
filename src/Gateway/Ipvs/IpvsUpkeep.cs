namespace Gateway.Ipvs;

/// <summary>Calls <see cref="IpvsTarget.UpkeepAsync"/> in between the changes. What goes wrong is told, and tried again the next time.</summary>
internal sealed class IpvsUpkeep(IpvsTarget target, IpvsRoomOptions options, TimeProvider time, ILogger<IpvsUpkeep> logger) : BackgroundService
{
    private readonly ConditionReport _conditions = new(logger);
    private string? _told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(options.DrainCheckInterval, time, stoppingToken);
            try
            {
                await target.UpkeepAsync(stoppingToken);
                _conditions.Tell(target.Conditions);
                _told = null;
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                if (_told != error.Message)
                    logger.UpkeepFailed(options.DrainCheckInterval.TotalSeconds, error.Message);
                _told = error.Message;
            }
        }
    }
}
