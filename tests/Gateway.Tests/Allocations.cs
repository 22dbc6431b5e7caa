namespace Gateway.Tests;

internal static class Allocations
{
    private const int Attempts = 20;

    /// <summary>
    /// What <paramref name="work"/> allocates on this thread each time it runs, in bytes: the least of several runs. The runtime itself
    /// allocates on any thread now and then (it enlarges its own tables of casts and generic calls while other tests run), which is in one run
    /// and not in the next; what the work allocates is in all of them.
    /// </summary>
    public static long Of(Action work)
    {
        work();
        var least = long.MaxValue;
        for (var attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
