namespace Gateway.KernelLab.Support;

/// <summary>Waits for what the kernel and other processes do in their own time, and says what was there instead where they do not.</summary>
internal static class Eventually
{
    /// <summary>Emulated, everything takes ten times as long, and more where the machine is busy.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(150);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Reads again and again until it is so. The last that was read, also where that never was so: for the test to complain of.</summary>
    public static async Task<T> ReadAsync<T>(Func<T> read, Func<T, bool> isSo)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var value = read();
            if (isSo(value) || TimeProvider.System.GetElapsedTime(start) > TimeLimit)
                return value;
            await Task.Delay(Pause);
        }
    }

    public static async Task Equals<T>(IReadOnlyList<T> expected, Func<IReadOnlyList<T>> actual) =>
        Assert.Equal(expected, await ReadAsync(actual, found => found.SequenceEqual(expected)));

    /// <param name="found">What to complain with.</param>
    public static async Task IsTrue(Func<bool> condition, Func<string> found) => Assert.True(await ReadAsync(condition, isSo => isSo), found());
}
