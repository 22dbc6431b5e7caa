using System.Diagnostics;

namespace Gateway.Scale;

/// <summary>The gateway's own process on a folder of manifests: from its start until it serves, its memory, and edits of files.</summary>
internal sealed class FolderRun : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-scale");
    private readonly int _port = FreePort.Find();
    private readonly SyntheticCluster _cluster;
    private readonly ManifestFolder _folder;
    private Process? _process;

    public FolderRun(SyntheticCluster cluster)
    {
        _cluster = cluster;
        _folder = new(_directory.FullName, cluster);
    }

    public Measured Measure(Sampling sampling)
    {
        _folder.Write();
        var started = Stopwatch.GetTimestamp();
        _process = Start();
        // It says a line for every change, and must not wait for a reader.
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        AwaitListening(_process);
        using var probe = new Probe(_port);
        InProcessRun.AwaitLast(probe, _cluster);
        var firstServe = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var resident = ProcessMemory.Resident(_process.Id);
        InProcessRun.RequestAll(probe, _cluster);
        return new("gateway, process on a folder", firstServe, resident, HeapAfterLoad: null, ProcessMemory.Resident(_process.Id))
        {
            RequestMilliseconds = Series.Of(sampling.Run(number => Request(probe, number))),
            EndpointLiveMilliseconds = Series.Of(sampling.Run(number => EndpointLive(probe, number))),
            RouteLiveMilliseconds = Series.Of(sampling.Run(number => RouteLive(probe, number))),
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await Child.EndAsync(_process);
        _directory.Delete(recursive: true);
    }

    private static double Request(Probe probe, int service)
    {
        var started = Stopwatch.GetTimestamp();
        probe.Get(SyntheticCluster.HostOf(service));
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private double EndpointLive(Probe probe, int service)
    {
        var addresses = _cluster.FreshAddresses(_cluster.AddressesOf(service).Count);
        return Live(probe, service, addresses, SyntheticCluster.HostOf(service), (_, body) => addresses.Contains(body));
    }

    private double RouteLive(Probe probe, int service) =>
        Live(probe, service, _cluster.AddressesOf(service), $"moved-{service}.scale.test", (status, _) => status == 200);

    private double Live(Probe probe, int service, IReadOnlyList<string> addresses, string host, Func<int, string, bool> expected)
    {
        var started = Stopwatch.GetTimestamp();
        _folder.Write(service, addresses, host);
        probe.Await(host, expected);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private Process Start() => Child.Start(
        [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "run", "--manifests", _directory.FullName],
        new()
        {
            ["Gateway__Http__HttpPort"] = $"{_port}",
            ["Gateway__Http__HttpsPort"] = $"{FreePort.Find()}",
            ["Gateway__Health__Listen"] = $"127.0.0.1:{FreePort.Find()}",
        });

    private void AwaitListening(Process process)
    {
        for (var watch = Stopwatch.StartNew(); !FreePort.IsTaken(_port); Thread.Sleep(5))
            if (process.HasExited || watch.Elapsed > TimeSpan.FromMinutes(2))
                throw new InvalidOperationException("the gateway did not listen; try: dotnet run --project src/Gateway");
    }
}
