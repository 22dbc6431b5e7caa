using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.EndToEnd.Support;

/// <summary>The built gateway as a process of its own, with ports, a home and a folder of manifests that nobody else has.</summary>
internal sealed partial class GatewayProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource _announced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private GatewayProcess(ProcessStartInfo start)
    {
        _process = new() { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.Exited += (_, _) => _announced.TrySetException(new InvalidOperationException("the gateway ended before it listened"));
    }

    public int HttpPort { get; private set; }

    public int HttpsPort { get; private set; }

    /// <summary>The address of health, such as <c>http://127.0.0.1:4711</c>.</summary>
    public Uri Health { get; private set; } = new("http://127.0.0.1");

    public int Id => _process.Id;

    /// <summary>Everything on standard output so far.</summary>
    public string Output => string.Join('\n', _output);

    public string Errors => string.Join('\n', _errors).Trim();

    /// <summary>Starts it and waits until it says that it listens.</summary>
    public static async Task<GatewayProcess> ServeAsync(TestFolder folder, Action<ProcessStartInfo>? configure = null, params string[] arguments)
    {
        var start = StartInfo(folder, arguments);
        start.Environment["Gateway__Http__HttpPort"] = "0";
        start.Environment["Gateway__Http__HttpsPort"] = "0";
        start.Environment["Gateway__Health__Listen"] = "127.0.0.1:0";
        configure?.Invoke(start);
        var gateway = Start(start);
        try
        {
            await gateway._announced.Task.WaitAsync(Deadline.Long);
            return gateway;
        }
        catch (Exception error) when (error is TimeoutException or InvalidOperationException)
        {
            await gateway.DisposeAsync();
            throw new InvalidOperationException($"{error.Message}\n{gateway.Output}\n{gateway.Errors}", error);
        }
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<GatewayExit> RunAsync(TestFolder folder, Action<ProcessStartInfo>? configure = null, params string[] arguments)
    {
        var start = StartInfo(folder, arguments);
        configure?.Invoke(start);
        await using var gateway = Start(start);
        return await gateway.ExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<GatewayExit> ExitAsync()
    {
        using var limit = new CancellationTokenSource(Deadline.Long);
        await _process.WaitForExitAsync(limit.Token);
        return new(_process.ExitCode, Output, Errors);
    }

    public Task<GatewayExit> StopAsync()
    {
        Interrupt();
        return ExitAsync();
    }

    /// <summary>What Ctrl+C sends.</summary>
    public void Interrupt() => Signal("INT");

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public Task UntilSaysAsync(string text) => Eventually.IsTrue(() => Output.Contains(text, StringComparison.Ordinal), () => $"'{text}' is not in\n{Output}");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static GatewayProcess Start(ProcessStartInfo start)
    {
        var gateway = new GatewayProcess(start);
        gateway._process.Start();
        gateway._process.BeginOutputReadLine();
        gateway._process.BeginErrorReadLine();
        return gateway;
    }

    private static ProcessStartInfo StartInfo(TestFolder folder, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        start.Environment["HOME"] = folder.Home;
        start.Environment.Remove("OTEL_EXPORTER_OTLP_ENDPOINT");
        return start;
    }

    private void Note(string? line)
    {
        if (line is null)
            return;
        if (PortsLine().Match(line) is { Success: true } ports)
        {
            HttpPort = int.Parse(ports.Groups["http"].Value, CultureInfo.InvariantCulture);
            HttpsPort = int.Parse(ports.Groups["https"].Value, CultureInfo.InvariantCulture);
        }
        _output.Enqueue(line);
        if (HealthLine().Match(line) is { Success: true } health)
        {
            Health = new(health.Groups["url"].Value);
            _announced.TrySetResult();
        }
    }

    [GeneratedRegex(@"listening on port (?<http>\d+) \(HTTP\) and (?<https>\d+) \(HTTPS\)", RegexOptions.None, 10_000)]
    private static partial Regex PortsLine();

    [GeneratedRegex(@"health: (?<url>http://\S+)/readyz", RegexOptions.None, 10_000)]
    private static partial Regex HealthLine();
}

internal sealed record GatewayExit(int Code, string Output, string Errors);
