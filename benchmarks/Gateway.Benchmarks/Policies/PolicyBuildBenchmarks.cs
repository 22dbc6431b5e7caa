using BenchmarkDotNet.Attributes;
using Yarp.ReverseProxy.Model;

namespace Gateway.Benchmarks.Policies;

/// <summary>The first pick from a new set of destinations of many different weights: what it costs to build a policy's structure.</summary>
[Config(typeof(PolicyConfig))]
public class PolicyBuildBenchmarks
{
    private PolicyScene _scene = null!;
    private DestinationState[] _one = [];
    private DestinationState[] _other = [];

    public static IEnumerable<string> Policies => Model.LoadBalancingPolicyNames.All;

    [ParamsSource(nameof(Policies))]
    public string Policy { get; set; } = "";

    [Params(100, 1000)]
    public int Destinations { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _scene = new PolicyScene(Policy, Destinations, weighted: true);
        _scene.Cluster.DestinationsState = new ClusterDestinationsState([], []);
        _one = _scene.Destinations;
        _other = _one[1..];
    }

    /// <summary>Two lists in turn, so that each is new: one destination leaves, and comes back.</summary>
    [Benchmark]
    public DestinationState? PickFromNewSet()
    {
        (_one, _other) = (_other, _one);
        return _scene.Policy.PickDestination(PolicyScene.Request(), _scene.Cluster, _one);
    }
}
