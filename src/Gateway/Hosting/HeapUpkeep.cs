namespace Gateway.Hosting;

/// <summary>
/// Has what was replaced collected before it doubles the heap. Objects live for as long as nobody changes them, so all of them are old when they die, and the
/// runtime lets old garbage grow to the size of what lives before it looks. Collections of this kind run beside the work.
/// </summary>
internal sealed class HeapUpkeep(TimeProvider time) : BackgroundService
{
    private const double Growth = 1.2;
    private const long LeastGrowth = 16 << 20;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var (collections, kept) = (GC.CollectionCount(2), GC.GetTotalMemory(forceFullCollection: false));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var heap = GC.GetTotalMemory(forceFullCollection: false);
            if (GC.CollectionCount(2) != collections)
            {
                // The size after a collection, or as soon after it as we see it.
                (collections, kept) = (GC.CollectionCount(2), heap);
            }
            else if (heap > Math.Max(kept * Growth, kept + LeastGrowth))
            {
                GC.Collect(2, GCCollectionMode.Forced, blocking: false);
            }
        }
    }
}
