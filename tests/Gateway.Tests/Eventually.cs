namespace Gateway.Tests;

/// <summary>Awaits a condition, and fails when it does not come true in time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Deadline);
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
                Assert.Fail($"not true within {Deadline.TotalSeconds} s");
            await Task.Delay(10);
        }
    }

    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));
}
