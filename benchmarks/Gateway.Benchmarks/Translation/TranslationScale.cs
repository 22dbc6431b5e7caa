using System.Diagnostics;
using Gateway.Model;
using Gateway.Model.Resources;
using Gateway.Model.Translation;

namespace Gateway.Benchmarks.Translation;

/// <summary>
/// What one change costs to translate in a cluster of 5,000 Services with 10 endpoints each and an Ingress with a host of its own for each: the
/// whole at first, then one EndpointSlice, one Service or one Ingress after another.
/// </summary>
public static class TranslationScale
{
    private const int Services = 5000;
    private const int EndpointsPerService = 10;
    private const int WarmUps = 3000;
    private const int Changes = 5000;

    public static void Run(TextWriter output)
    {
        var options = new TranslationOptions { StandAlone = true };
        var snapshot = ResourceSnapshot.Of(Enumerable.Range(0, Services).SelectMany(Objects));
        var started = Stopwatch.GetTimestamp();
        var result = Translator.Translate(snapshot, TranslationResult.Empty, options);
        output.WriteLine($"everything, the first time: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        started = Stopwatch.GetTimestamp();
        Translator.Translate(snapshot, TranslationResult.Empty, options);
        output.WriteLine($"everything, compiled:       {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");

        Measure(output, "one EndpointSlice", result, options, (i, version) => Slice(i, version));
        Measure(output, "one Ingress path", result, options, (i, version) => Ingress(i, $"/v{version}"));
        Measure(output, "one Ingress host", result, options, (i, version) => Ingress(i, "/", $"moved{version}.example.com"));
        Measure(output, "one Service", result, options, (i, version) => Service(i, version));
        Measure(output, "one Service, no effect", result, options, (i, _) => Service(i, 0));
    }

    private static void Measure(TextWriter output, string name, TranslationResult result, TranslationOptions options, Func<int, int, KubernetesObject> change)
    {
        var times = new List<double>(Changes);
        var allocated = 0L;
        for (var round = 0; round < WarmUps + Changes; round++)
        {
            var snapshot = result.Snapshot.Apply(ResourceChange.Upsert(change(round * 7 % Services, round + 1)));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            result = Translator.Translate(snapshot, result, options);
            if (round < WarmUps)
                continue;
            times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }
        times.Sort();
        output.WriteLine($"{name,-24} median {times[Changes / 2],6:0.0} µs   p99 {times[Changes * 99 / 100],6:0.0} µs   {allocated / Changes,7:N0} bytes");
    }

    private static IEnumerable<KubernetesObject> Objects(int i) => [Service(i, 0), Slice(i, 0), Ingress(i, "/")];

    private static ObjectMeta Metadata(int i) => new() { Name = $"service-{i}", Namespace = $"namespace-{i % 50}" };

    private static Service Service(int i, int version) => new()
    {
        Metadata = Metadata(i),
        Spec = new()
        {
            Ports = [new() { Name = "http", Port = 80 }],
            SessionAffinity = "ClientIP",
            SessionAffinityConfig = new() { ClientIP = new() { TimeoutSeconds = 1 + version % 1000 } },
        },
    };

    private static EndpointSlice Slice(int i, int version) => new()
    {
        Metadata = Metadata(i) with { Labels = new Dictionary<string, string> { [EndpointSlice.ServiceNameLabel] = $"service-{i}" } },
        AddressType = "IPv4",
        Ports = [new() { Name = "http", Port = 8080 }],
        Endpoints = [.. Enumerable.Range(0, EndpointsPerService).Select(endpoint => new Endpoint { Addresses = [$"10.{version % 200}.{i % 250}.{endpoint + 1}"] })],
    };

    private static Ingress Ingress(int i, string path, string? host = null) => new()
    {
        Metadata = Metadata(i),
        Spec = new()
        {
            Rules =
            [
                new()
                {
                    Host = host ?? $"host-{i}.example.com",
                    Http = new()
                    {
                        Paths = [new() { Path = path, PathType = "Prefix", Backend = new() { Service = new() { Name = $"service-{i}", Port = new() { Name = "http" } } } }],
                    },
                },
            ],
        },
    };
}
