using System.Text.Json;

namespace Gateway.Scale;

/// <summary>Measures each proxy in a process of its own, one after another, in front of one upstream process.</summary>
internal static class Comparison
{
    public static async Task<Results> RunAsync(ScaleOptions options, IReadOnlyList<string> proxies, CancellationToken cancellationToken)
    {
        var upstream = Child.StartRole("upstream");
        try
        {
            var port = await upstream.StandardOutput.ReadLineAsync(cancellationToken)
                ?? throw new InvalidOperationException("the upstream did not start");
            var measured = new List<Measured>();
            foreach (var proxy in proxies)
                measured.Add(await MeasureAsync(proxy, port, options, cancellationToken));
            return new(Machine.Describe(), options, measured);
        }
        finally
        {
            await Child.EndAsync(upstream);
        }
    }

    private static async Task<Measured> MeasureAsync(
        string proxy, string upstreamPort, ScaleOptions options, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync($"# measuring {proxy}");
        var child = Child.StartRole(
            "measure", proxy, "--upstream", upstreamPort,
            "--services", $"{options.Services}", "--endpoints", $"{options.Endpoints}",
            "--changes", $"{options.Changes}", "--budget", $"{options.BudgetSeconds}");
        try
        {
            var output = await child.StandardOutput.ReadToEndAsync(cancellationToken);
            await child.WaitForExitAsync(cancellationToken);
            return child.ExitCode == 0
                ? JsonSerializer.Deserialize(output, MeasuredJson.Default.Measured)!
                : throw new InvalidOperationException($"measuring {proxy} failed");
        }
        finally
        {
            await Child.EndAsync(child);
        }
    }
}
