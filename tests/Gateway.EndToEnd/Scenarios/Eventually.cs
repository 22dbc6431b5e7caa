using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Gateway.EndToEnd.Scenarios;

/// <summary>Waits for what another process will do, with a deadline far beyond what it needs.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static async Task IsTrue(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? what = null) =>
        await IsTrue(() => Task.FromResult(condition()), what);

    public static async Task IsTrue(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Deadline, $"never came true: {what}");
            await Task.Delay(5);
        }
    }
}
