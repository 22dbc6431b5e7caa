namespace Gateway.Measuring;

internal static class ProcessMemory
{
    /// <summary>VmRSS of <c>/proc/PID/status</c> (proc(5)), in bytes.</summary>
    public static long Resident(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }
}
