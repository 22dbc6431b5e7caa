namespace Gateway.KernelLab.Support;

/// <summary>Waits for what the kernel does in its own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(20);

    /// <summary>Reads again and again until it is so. The last that was read, also where that never was so: for the test to complain of.</summary>
    public static async Task<T> ReadAsync<T>(Func<T> read, Func<T, bool> isSo)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var value = read();
            if (isSo(value) || TimeProvider.System.GetElapsedTime(start) > TimeLimit)
                return value;
            await Task.Delay(50);
        }
    }
}
