namespace Gateway.KubernetesApi.Watching;

/// <summary>Reminds of an outage that lasts: after a minute, and then each time it has become twice as old.</summary>
internal static class StateAgeReport
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(WatchHealth health, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var next = First;
        while (true)
        {
            await Task.Delay(Interval, time, cancellationToken);
            var age = health.BehindSince is { } since ? time.GetUtcNow() - since : TimeSpan.Zero;
            if (age == TimeSpan.Zero)
                next = First;
            if (age < next)
                continue;
            logger.StateAges(TimeSpan.FromSeconds(Math.Round(age.TotalSeconds)), health.Problem);
            next = age * 2;
        }
    }
}
