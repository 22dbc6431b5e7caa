using System.ComponentModel;
using System.Diagnostics;

namespace Gateway.KernelLab.Support;

/// <summary>What a program left behind.</summary>
internal sealed record CommandOutcome(string CommandLine, int ExitCode, string Output, string Error)
{
    /// <exception cref="InvalidOperationException">It failed; with its own words.</exception>
    public string Succeeded() => ExitCode == 0
        ? Output
        : throw new InvalidOperationException($"{CommandLine}: exit code {ExitCode}: {Error}{Output}");
}

/// <summary>Programs, with an end to each: what takes longer than its time limit is killed, its children included.</summary>
internal static class Command
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    /// <returns>Standard output.</returns>
    /// <exception cref="InvalidOperationException">The program failed.</exception>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public static string Run(string program, params IEnumerable<string> arguments) => Try(program, arguments, null).Succeeded();

    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public static CommandOutcome Try(string program, IEnumerable<string> arguments, string? input)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var line = $"{program} {string.Join(' ', process.StartInfo.ArgumentList)}";
        if (!process.WaitForExit(TimeLimit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{line}: did not end within {TimeLimit.TotalSeconds} s");
        }
        return new(line, process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    /// <summary>One that goes on beside the test, which has to end it.</summary>
    public static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception cause)
        {
            throw new InvalidOperationException($"{program}: {cause.Message}", cause);
        }
    }
}
