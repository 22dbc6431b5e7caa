using System.Globalization;

namespace Gateway.Hosting;

/// <summary>The right to change the network of the machine, CAP_NET_ADMIN of linux/capability.h.</summary>
internal static class NetworkCapability
{
    private const string StatusFile = "/proc/self/status";
    private const string Effective = "CapEff:";
    private const int CAP_NET_ADMIN = 12;

    /// <summary>Whether this process has it; false on other systems than Linux.</summary>
    public static bool IsHeld() => OperatingSystem.IsLinux() && File.Exists(StatusFile) && IsIn(File.ReadLines(StatusFile));

    /// <param name="status">The lines of a process' status file.</param>
    public static bool IsIn(IEnumerable<string> status) =>
        status.FirstOrDefault(line => line.StartsWith(Effective, StringComparison.Ordinal)) is { } line
        && ulong.TryParse(line.AsSpan(Effective.Length).Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var capabilities)
        && (capabilities >> CAP_NET_ADMIN & 1) == 1;
}
