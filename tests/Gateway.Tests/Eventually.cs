using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Gateway.Tests;

/// <summary>Waits for what another thread or process will do, with a deadline far beyond what it needs.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <param name="pause">Between two looks.</param>
    public static async Task IsTrue(
        Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? what = null, TimeSpan? pause = null) =>
        await IsTrue(() => Task.FromResult(condition()), what, pause);

    public static async Task IsTrue(
        Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string? what = null, TimeSpan? pause = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Deadline, $"never came true: {what}");
            await Task.Delay(pause ?? TimeSpan.FromMilliseconds(2));
        }
    }
}
