using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Model;

namespace Gateway.Benchmarks.Policies;

/// <summary>
/// A pick on one thread. YARP's names are in CamelCase, ours in lower case. Ours that count requests are measured with the end of the
/// request, which takes it off again; YARP's forwarder counts elsewhere.
/// </summary>
[Config(typeof(PolicyConfig))]
public class PolicyBenchmarks
{
    /// <summary>One pick is too short to measure by itself.</summary>
    private const int Picks = 1000;

    private readonly HttpContext _context = PolicyScene.Request();
    private PolicyScene _scene = null!;

    public static IEnumerable<string> Policies => PolicyScene.Names;

    [ParamsSource(nameof(Policies))]
    public string Policy { get; set; } = "";

    [Params(2, 10, 100, 1000)]
    public int Destinations { get; set; }

    [GlobalSetup]
    public void SetUp() => _scene = new PolicyScene(Policy, Destinations);

    [Benchmark(OperationsPerInvoke = Picks)]
    public DestinationState? Pick()
    {
        DestinationState? picked = null;
        for (var i = 0; i < Picks; i++)
            picked = _scene.PickAndEnd(_context);
        return picked;
    }
}
