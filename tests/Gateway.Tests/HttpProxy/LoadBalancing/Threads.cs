namespace Gateway.Tests.HttpProxy.LoadBalancing;

internal static class Threads
{
    /// <summary>Runs the same work on so many threads that start together; the first failure is thrown here.</summary>
    public static void Run(int count, Action work)
    {
        Exception? failure = null;
        using var start = new Barrier(count);
        var threads = Enumerable.Range(0, count).Select(_ => new Thread(() =>
        {
            try
            {
                start.SignalAndWait();
                work();
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref failure, error, null);
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        if (failure is not null)
            throw new InvalidOperationException("A thread failed.", failure);
    }
}
