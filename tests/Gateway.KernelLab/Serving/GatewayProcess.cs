using System.Collections.Concurrent;
using System.Diagnostics;

namespace Gateway.KernelLab.Serving;

/// <summary>The gateway itself, as a process in a namespace, on a folder of manifests.</summary>
internal sealed class GatewayProcess : IDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    /// <summary>As lab.sh compiled it ahead of time, or as it was built with the tests.</summary>
    public static readonly string Program = new[] { "published/gateway.dll", "gateway.dll" }
        .Select(path => Path.Combine(AppContext.BaseDirectory, path))
        .First(File.Exists);

    private readonly ConcurrentQueue<string> _log = [];
    private readonly Process _process;

    private GatewayProcess(NetworkNamespace place, string manifests, IReadOnlyDictionary<string, string> settings)
    {
        var variables = settings.Select(setting => $"{setting.Key}={setting.Value}");
        _process = place.Start("env", [.. variables, "dotnet", Program, "run", "--manifests", manifests]);
        _process.StandardInput.Close();
        foreach (var output in new[] { _process.StandardOutput, _process.StandardError })
            _ = KeepAsync(output);
    }

    public string Log => string.Join('\n', _log);

    /// <param name="addressPools">Such as <c>10.96.1.0/24</c>.</param>
    public static GatewayProcess Start(NetworkNamespace place, string manifests, string addressPools, params (string Name, string Value)[] settings) => new(
        place,
        manifests,
        new Dictionary<string, string>(settings.Select(setting => KeyValuePair.Create($"Gateway__{setting.Name}", setting.Value)))
        {
            ["Gateway__Layer4__Mode"] = "ipvs",
            ["Gateway__AddressPools"] = addressPools,
            ["Gateway__NodeName"] = Scene.NodeName,
            ["Gateway__Http__HttpPort"] = "0",
            ["Gateway__Http__HttpsPort"] = "0",
            ["Gateway__Http__DevelopmentCertificates"] = "false",
            ["Gateway__Health__Listen"] = "127.0.0.1:0",
            ["HOME"] = manifests,
            // To watch code in order to compile it better costs more than it brings in a minute of emulation.
            ["DOTNET_TieredPGO"] = "0",
        });

    /// <summary>As a machine that loses its power would end it.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit(TimeLimit);
    }

    /// <summary>As <c>kubectl delete pod</c> would.</summary>
    public void Stop()
    {
        Command.Run("kill", "-TERM", $"{Gateway()}");
        Assert.True(_process.WaitForExit(TimeLimit), $"the gateway did not stop: {Log}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    /// <summary>The programs in front of it replace themselves with it, one after the other: it has the id of the first.</summary>
    private int Gateway() => _process.Id;

    private async Task KeepAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
            _log.Enqueue(line);
    }
}
