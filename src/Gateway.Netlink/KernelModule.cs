using System.ComponentModel;
using System.Diagnostics;

namespace Gateway.Netlink;

/// <summary>Modules of the kernel.</summary>
public static class KernelModule
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Asks for a module, with the program the kernel itself would use, where we may. That it did not work, and why, is for the caller to see from what
    /// is missing afterwards.
    /// </summary>
    internal static void TryLoad(string name)
    {
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess)
            Load(name);
    }

    /// <summary>Loads a module, if it is not there yet.</summary>
    /// <returns>Why it is not there; null where it is.</returns>
    public static string? Load(string name) => IsThere(name) || Modprobe(name) is not { } complaint || IsThere(name) ? null : complaint;

    /// <summary>Those that are built in are not all shown there; modprobe knows them.</summary>
    private static bool IsThere(string name) => Directory.Exists($"/sys/module/{name}");

    private static string? Modprobe(string name)
    {
        try
        {
            using var program = Process.Start(new ProcessStartInfo(ModprobePath(), [name])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            program.StandardInput.Close();
            // It says less than a pipe holds.
            if (!program.WaitForExit(Limit))
            {
                program.Kill();
                return $"modprobe did not end in {Limit.TotalSeconds} s";
            }
            return program.ExitCode == 0 ? null : Words(program);
        }
        catch (Exception error) when (error is Win32Exception or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // Without the program there is nothing to load it with.
            return error.Message;
        }
    }

    private static string Words(Process program) => program.StandardError.ReadToEnd().Trim() is { Length: > 0 } said
        ? said.ReplaceLineEndings(" ")
        : $"modprobe ended with {program.ExitCode}";

    private static string ModprobePath()
    {
        const string setting = "/proc/sys/kernel/modprobe";
        var path = File.Exists(setting) ? File.ReadAllText(setting).Trim() : "";
        return File.Exists(path) ? path : "modprobe";
    }
}
