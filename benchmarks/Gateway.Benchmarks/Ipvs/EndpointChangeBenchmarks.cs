using BenchmarkDotNet.Attributes;
using Gateway.Ipvs;
using Gateway.Kernel;
using Gateway.Model;
using Gateway.Tests.Ipvs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks.Ipvs;

/// <summary>
/// What does one changed endpoint cost us among 10,000 Services of ten, from the desired state to the kernel's answer? The kernel and nft are the tests' fakes, so
/// what is measured is ours and theirs.
/// </summary>
[MemoryDiagnoser]
[ShortRunJob]
public class EndpointChangeBenchmarks
{
    private readonly SyntheticServices _services = new(10_000, 10);
    private readonly FakeIpvs _kernel = new() { FaultRate = 0 };
    private readonly FakeNetwork _network = new() { FaultRate = 0 };
    private IpvsTarget _target = null!;
    private Layer4State _state = Layer4State.Empty;
    private int _change;

    [GlobalSetup]
    public void Setup()
    {
        _target = new(() => _kernel, () => _network, new(), TimeProvider.System, NullLogger<IpvsTarget>.Instance);
        _state = _services.Build();
        _target.ApplyAsync(Desired(), CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    [Benchmark]
    public void OneEndpoint()
    {
        _change++;
        _state = _services.With(_state, _change % _services.Services, 1 + (_change / _services.Services));
        _target.ApplyAsync(Desired(), CancellationToken.None).AsTask().GetAwaiter().GetResult();
        _kernel.Done.Clear();
    }

    private DesiredState Desired() => new() { Layer4 = _state };
}
