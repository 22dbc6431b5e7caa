namespace Gateway.EndToEnd;

/// <summary>Awaits a condition, and fails when it does not come true in time.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        using var limit = new CancellationTokenSource(Deadline.Long);
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
                Assert.Fail($"not true within {Deadline.Long.TotalSeconds} s: {otherwise()}");
            await Task.Delay(10);
        }
    }

    public static Task TrueAsync(Func<bool> condition, Func<string> otherwise) => TrueAsync(() => Task.FromResult(condition()), otherwise);
}
