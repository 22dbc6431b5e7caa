namespace Gateway.Measuring;

/// <summary>Time that processors have worked.</summary>
internal static class ProcessorTime
{
    /// <summary>The kernel's USER_HZ, which is 100 on every architecture that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Of a process with all its threads, for itself and in the kernel: utime and stime of <c>/proc/PID/stat</c> (proc(5)).</summary>
    public static TimeSpan Of(int process)
    {
        var text = File.ReadAllText($"/proc/{process}/stat");
        // The name before may hold anything but a closing parenthesis at its end.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((long.Parse(fields[11]) + long.Parse(fields[12])) / TicksPerSecond);
    }

    /// <summary>Of all processes together, and what the machine's host took away: the first line of <c>/proc/stat</c> without idle and iowait.</summary>
    public static TimeSpan OfAll()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(long.Parse).ToArray();
        // user, nice, system, irq, softirq and steal; guest time is in user already.
        return TimeSpan.FromSeconds((fields[0] + fields[1] + fields[2] + fields[5] + fields[6] + fields[7]) / TicksPerSecond);
    }
}
