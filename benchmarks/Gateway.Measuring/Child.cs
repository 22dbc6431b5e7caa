using System.Diagnostics;
using System.Reflection;

namespace Gateway.Measuring;

/// <summary>Processes of our own: a measurement wants a fresh one, and the upstream must not be measured with the proxy.</summary>
internal static class Child
{
    /// <summary>Runs <c>dotnet</c>. Its input stays open until we end, and what it prints is for us to read.</summary>
    public static Process Start(IEnumerable<string> arguments, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started");
    }

    /// <summary>This program, in one of its other roles.</summary>
    public static Process StartRole(params IEnumerable<string> arguments) =>
        Start([Assembly.GetEntryAssembly()!.Location, .. arguments]);

    public static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
