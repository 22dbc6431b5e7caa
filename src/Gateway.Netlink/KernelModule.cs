using System.ComponentModel;
using System.Diagnostics;

namespace Gateway.Netlink;

/// <summary>Modules of the kernel.</summary>
internal static class KernelModule
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Asks for a module, with the program the kernel itself would use, where we may. That it did not work, and why, is for the caller to see from what
    /// is missing afterwards.
    /// </summary>
    public static void TryLoad(string name)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return;
        try
        {
            using var program = Process.Start(new ProcessStartInfo(ModprobePath(), ["--quiet", name])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            if (program is null)
                return;
            program.StandardInput.Close();
            // Nobody reads what it says, and it says less than a pipe holds.
            if (!program.WaitForExit(Limit))
                program.Kill();
        }
        catch (Exception error) when (error is Win32Exception or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // Without the program there is nothing to load it with.
        }
    }

    private static string ModprobePath()
    {
        const string setting = "/proc/sys/kernel/modprobe";
        var path = File.Exists(setting) ? File.ReadAllText(setting).Trim() : "";
        return File.Exists(path) ? path : "modprobe";
    }
}
