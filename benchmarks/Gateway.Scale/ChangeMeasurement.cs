using System.Diagnostics;

namespace Gateway.Scale;

/// <summary>Makes changes one at a time, and times them until they are applied and until a request over the network shows them.</summary>
internal sealed class ChangeMeasurement(IProxyUnderTest proxy, SyntheticCluster cluster, Probe probe, Sampling sampling)
{
    // A stride that visits the Services in no order and without repeating one soon.
    private const int Stride = 997;

    private readonly Dictionary<int, string> _movedHosts = [];
    private int _hosts;

    /// <summary>No change: the second request to a Service, which the rotation sends to an endpoint that has no connection yet.</summary>
    public IReadOnlyList<double> Request() =>
        sampling.Run(number => Live(() => { }, HostNow(ServiceAt(number)), (status, _) => status == 200));

    /// <summary>One endpoint of one Service gives way to another.</summary>
    public IReadOnlyList<AppliedSample> EndpointApplied() => sampling.Run(number =>
    {
        var service = ServiceAt(number);
        return Applied(proxy.EndpointChange(service, [.. cluster.AddressesOf(service).Skip(1), .. cluster.FreshAddresses(1)]));
    });

    /// <summary>
    /// One slice changes and the next request goes to what it names now. Every endpoint of the Service is another one, since a
    /// single one would be seen only when the rotation comes to it.
    /// </summary>
    public IReadOnlyList<double> EndpointLive() => sampling.Run(number =>
    {
        var service = ServiceAt(number);
        var addresses = cluster.FreshAddresses(cluster.AddressesOf(service).Count);
        var change = proxy.EndpointChange(service, addresses);
        return Live(change, HostNow(service), (_, body) => addresses.Contains(body));
    });

    /// <summary>One route moves to another host.</summary>
    public IReadOnlyList<AppliedSample> RouteApplied() =>
        sampling.Run(number => Applied(proxy.HostChange(ServiceAt(number), NextHost(ServiceAt(number)))));

    /// <summary>One route moves to another host, which is answered 404 until it is live.</summary>
    public IReadOnlyList<double> RouteLive() => sampling.Run(number =>
    {
        var host = NextHost(ServiceAt(number));
        return Live(proxy.HostChange(ServiceAt(number), host), host, (status, _) => status == 200);
    });

    private string HostNow(int service) => _movedHosts.GetValueOrDefault(service) ?? SyntheticCluster.HostOf(service);

    private string NextHost(int service) => _movedHosts[service] = $"moved-{_hosts++}.scale.test";

    private int ServiceAt(int number) => (int)((long)number * Stride % cluster.Services);

    private AppliedSample Applied(Action change)
    {
        var applied = proxy.NextAppliedAsync();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        change();
        var milliseconds = Stopwatch.GetElapsedTime(started, applied.GetAwaiter().GetResult()).TotalMilliseconds;
        return new(milliseconds, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    private double Live(Action change, string host, Func<int, string, bool> expected)
    {
        var started = Stopwatch.GetTimestamp();
        change();
        probe.Await(host, expected);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
