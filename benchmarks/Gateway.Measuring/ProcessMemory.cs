namespace Gateway.Measuring;

/// <summary>Fields of <c>/proc/PID/status</c> (proc(5)), in bytes.</summary>
internal static class ProcessMemory
{
    /// <summary>Everything that is in memory: VmRSS.</summary>
    public static long Resident(int process) => Field(process, "VmRSS:");

    /// <summary>Without what is the same as in files, such as libraries: RssAnon.</summary>
    public static long Anonymous(int process) => Field(process, "RssAnon:");

    private static long Field(int process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }
}
