using BenchmarkDotNet.Attributes;

namespace Gateway.Benchmarks.Policies;

/// <summary>Picks on as many threads as the machine has processors (at least two) at the same time: time over all the picks of all threads.</summary>
[Config(typeof(PolicyConfig))]
public class PolicyThreadsBenchmarks
{
    private const int Picks = 200_000;

    private static readonly int Threads = Math.Max(2, Environment.ProcessorCount);

    private readonly Barrier _start = new(Threads + 1);
    private readonly Barrier _end = new(Threads + 1);
    private volatile bool _isOver;
    private PolicyScene _scene = null!;

    public static IEnumerable<string> Policies => PolicyScene.Names;

    [ParamsSource(nameof(Policies))]
    public string Policy { get; set; } = "";

    [Params(2, 10, 100, 1000)]
    public int Destinations { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _scene = new PolicyScene(Policy, Destinations);
        for (var i = 0; i < Threads; i++)
            new Thread(Work) { IsBackground = true }.Start();
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _isOver = true;
        _start.SignalAndWait();
    }

    [Benchmark(OperationsPerInvoke = Picks)]
    public void PickOnAllThreads()
    {
        _start.SignalAndWait();
        _end.SignalAndWait();
    }

    private void Work()
    {
        var context = PolicyScene.Request();
        while (true)
        {
            _start.SignalAndWait();
            if (_isOver)
                return;
            for (var i = 0; i < Picks / Threads; i++)
                _scene.PickAndEnd(context);
            _end.SignalAndWait();
        }
    }
}
