using System.ComponentModel;
using System.Diagnostics;

namespace Gateway.Ipvs.Network;

/// <summary>Runs nft. What it says on standard error is the message of the exception.</summary>
/// <param name="program">A path, or a name to look for on the PATH.</param>
internal sealed class NftCommand(string program, TimeSpan timeLimit)
{
    private const int MaxComplaint = 2_000;

    /// <summary>ENOENT, as nft words it with the locale that it is given.</summary>
    private const string Missing = "No such file or directory";

    /// <exception cref="IOException">It is not there, fails, or takes too long.</exception>
    public void Write(string transaction) => Run(["-f", "-"], transaction, emptyIfMissing: false);

    /// <summary>Empty where there is no such thing. That it may not be seen is another matter: what is ours must not be taken for nobody's.</summary>
    /// <exception cref="IOException">nft is not there, fails, or takes too long.</exception>
    public string List(params string[] arguments) => Run(arguments, "", emptyIfMissing: true);

    private string Run(string[] arguments, string input, bool emptyIfMissing)
    {
        using var process = Start(arguments);
        using var deadline = new CancellationTokenSource(timeLimit);
        try
        {
            // All three at once: nft may wait for its output to be read before it reads the rest of its input.
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var complaint = process.StandardError.ReadToEndAsync(deadline.Token);
            FeedAsync(process, input, deadline.Token).GetAwaiter().GetResult();
            process.WaitForExitAsync(deadline.Token).GetAwaiter().GetResult();
            if (process.ExitCode == 0)
                return output.GetAwaiter().GetResult();
            var reason = complaint.GetAwaiter().GetResult();
            return emptyIfMissing && reason.Contains(Missing, StringComparison.Ordinal) ? "" : throw new IOException($"nft failed: {Shortened(reason)}");
        }
        catch (OperationCanceledException expired)
        {
            process.Kill();
            throw new IOException($"nft took longer than {timeLimit.TotalSeconds} s and was ended", expired);
        }
    }

    private Process Start(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                Environment = { ["LC_ALL"] = "C" },
            })!;
        }
        catch (Win32Exception error)
        {
            throw new IOException($"nft cannot be run, which is needed to masquerade and to filter: install nftables ({error.Message})", error);
        }
    }

    private static async Task FeedAsync(Process process, string input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all; its exit code and what it complained of say why.
        }
    }

    private static string Shortened(string text) => text.Length <= MaxComplaint ? text.Trim() : $"{text.AsSpan(0, MaxComplaint).Trim()} …";
}
