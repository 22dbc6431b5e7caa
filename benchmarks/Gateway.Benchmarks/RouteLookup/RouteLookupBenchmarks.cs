using BenchmarkDotNet.Attributes;
using Gateway.HttpProxy.Routing;
using Gateway.Model;

namespace Gateway.Benchmarks.RouteLookup;

/// <summary>Finding the route of a request in a table of many hosts, and changing one host of it.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class RouteLookupBenchmarks
{
    private const int Requests = 1000;

    private RouteTable _table = RouteTable.Empty;
    private string[] _hosts = [];
    private HostRoutesTable _changed = null!;

    [Params(100, 10_000)]
    public int Hosts { get; set; }

    [Params("/", "/api/v1/items/17", "/none/of/these")]
    public string Path { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        _table = Enumerable.Range(0, Hosts).Aggregate(RouteTable.Empty.With("*.wild.example", Build("*.wild.example")), (table, i) => table.With(Name(i), Build(Name(i))));
        // Not in the order of building, so that caches see what they would see of real clients.
        _hosts = [.. Enumerable.Range(0, Requests).Select(i => $"{Name((int)((long)i * 7919 % Hosts))}:8080")];
        _changed = Build(Name(0));
    }

    [Benchmark(OperationsPerInvoke = Requests)]
    public int OwnHost()
    {
        var found = 0;
        foreach (var host in _hosts)
            found += _table.Find(host, Path) is null ? 0 : 1;
        return found;
    }

    [Benchmark(OperationsPerInvoke = Requests)]
    public int Wildcard()
    {
        var found = 0;
        for (var i = 0; i < Requests; i++)
            found += _table.Find("tenant.wild.example", Path) is null ? 0 : 1;
        return found;
    }

    [Benchmark]
    public object ChangeOfOneHost() => _table.With(Name(0), _changed);

    private static string Name(int index) => $"service-{index}.team-{index % 50}.apps.example";

    private static HostRoutesTable Build(string host)
    {
        var source = new ObjectReference("Ingress", new("default", host));
        return HostRoutesTable.Build(
            new HostRoutes(host, [new(PathMatch.Exact, "/", null, source), new(PathMatch.Prefix, "/api/v1", null, source), new(PathMatch.Prefix, "/api", null, source)], null),
            route => new ProxyRoute(route, null));
    }
}
