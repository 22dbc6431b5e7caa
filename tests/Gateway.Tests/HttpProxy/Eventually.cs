using System.Diagnostics;

namespace Gateway.Tests.HttpProxy;

/// <summary>Waits for what happens in its own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <param name="pause">Between two looks.</param>
    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? pause = null) => TrueAsync(() => Task.FromResult(condition()), what, pause);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? pause = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > Deadline)
                Assert.Fail($"Not in {Deadline.TotalSeconds} s: {what}");
            await Task.Delay(pause ?? TimeSpan.FromMilliseconds(5));
        }
    }
}
