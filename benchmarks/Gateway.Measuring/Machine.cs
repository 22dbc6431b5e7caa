using System.Runtime.InteropServices;

namespace Gateway.Measuring;

internal static class Machine
{
    public static string Describe() =>
        $"{Environment.ProcessorCount} × {Processor()}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?
            .Split(": ").Last() ?? "unknown processor";
}
