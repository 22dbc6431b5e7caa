using System.Diagnostics;

namespace Gateway.KernelLab.Support;

/// <summary>Waits for what happens in other processes, and says what was there instead where it does not.</summary>
internal static class Eventually
{
    /// <summary>Emulated, everything takes ten times as long.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task Equals<T>(IReadOnlyList<T> expected, Func<IReadOnlyList<T>> actual)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeLimit && !actual().SequenceEqual(expected); await Task.Delay(Pause))
        {
            // Not yet.
        }
        Assert.Equal(expected, actual());
    }

    public static async Task IsTrue(Func<bool> condition, Func<string> found)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeLimit && !condition(); await Task.Delay(Pause))
        {
            // Not yet.
        }
        Assert.True(condition(), found());
    }
}
