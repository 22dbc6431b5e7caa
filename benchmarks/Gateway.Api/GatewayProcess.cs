using System.Diagnostics;
using Gateway.ApiServer;

namespace Gateway.Api;

/// <summary>The gateway's own process, pointed at an API server.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-api");
    private readonly Process _process;

    private GatewayProcess(string build, ApiServerDouble server)
    {
        var kubeconfig = Path.Combine(_directory.FullName, "kubeconfig");
        server.WriteKubeconfig(kubeconfig);
        _process = Child.Start(
            [Path.Combine(build, "gateway.dll"), "run", "--kubeconfig", kubeconfig],
            new()
            {
                ["HOME"] = _directory.FullName,
                ["Gateway__Http__HttpPort"] = $"{Port}",
                ["Gateway__Http__HttpsPort"] = $"{FreePort.Find()}",
                ["Gateway__Health__Listen"] = $"127.0.0.1:{FreePort.Find()}",
            });
        // It says a line for every change, and must not wait for a reader.
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    public int Port { get; } = FreePort.Find();

    public int Id => _process.Id;

    public static GatewayProcess Start(string build, ApiServerDouble server) => new(build, server);

    /// <summary>Waits until it listens.</summary>
    public void AwaitListening()
    {
        for (var watch = Stopwatch.StartNew(); !FreePort.IsTaken(Port); Thread.Sleep(5))
            if (_process.HasExited || watch.Elapsed > TimeSpan.FromMinutes(2))
                throw new InvalidOperationException("the gateway did not listen; try: dotnet run --project src/Gateway -- --kubeconfig FILE");
    }

    /// <summary>Waits until its memory has not changed by more than a hundredth for some seconds.</summary>
    public async Task<MemoryFigures> SteadyMemoryAsync(CancellationToken cancellationToken)
    {
        const int steadySeconds = 5;
        var recent = new Queue<long>();
        for (var seconds = 0; seconds < 60 && !IsSteady(recent, steadySeconds); seconds++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            recent.Enqueue(ProcessMemory.Resident(Id));
            if (recent.Count > steadySeconds)
                recent.Dequeue();
        }
        return MemoryFigures.Of(Id);
    }

    public async ValueTask DisposeAsync()
    {
        await Child.EndAsync(_process);
        _directory.Delete(recursive: true);
    }

    private static bool IsSteady(Queue<long> recent, int count) => recent.Count == count && recent.Max() - recent.Min() <= recent.Max() / 100;
}
