using System.Net;
using System.Net.Sockets;

namespace Gateway.KernelLab.Serving;

/// <summary>A client, the gateway with its manifests, and pods that answer, each in a namespace.</summary>
internal sealed class Scene : IDisposable
{
    public const string NodeName = "node-1";
    public const string Pools = "10.96.1.0/24,fd00:96:1::/120";

    private readonly DirectoryInfo _manifests = Directory.CreateTempSubdirectory("gateway-lab");
    private readonly List<IDisposable> _things = [];
    private int _services;

    public Scene(int backends = 2)
    {
        Topology = new(backends, virtualAddresses: false);
        Ipvsadm = new(Topology.Gateway);
        for (var index = 0; index < backends; index++)
            foreach (var ipv6 in new[] { false, true })
            {
                _things.Add(EchoServer.Tcp(Topology.Backends[index], Topology.BackendAddress(index, ipv6), 8080));
                _things.Add(EchoServer.Udp(Topology.Backends[index], Topology.BackendAddress(index, ipv6), 8080));
            }
    }

    public Topology Topology { get; }

    public Ipvsadm Ipvsadm { get; }

    public GatewayProcess Gateway { get; private set; } = null!;

    public static string Pod(int index, bool ipv6 = false) => Topology.BackendAddress(index, ipv6).ToString();

    /// <summary>A pod as ipvsadm writes it.</summary>
    public static string Destination(int index, bool ipv6 = false) => new IPEndPoint(Topology.BackendAddress(index, ipv6), 8080).ToString();

    public Scene Start(IReadOnlyList<ServiceText> services, params (string Name, string Value)[] settings)
    {
        foreach (var service in services)
            Write(service);
        Gateway = GatewayProcess.Start(Topology.Gateway, _manifests.FullName, Pools, settings);
        _things.Add(Gateway);
        return this;
    }

    /// <summary>Waits until it serves what it found.</summary>
    public async Task ReadyAsync() =>
        await Eventually.IsTrue(() => Gateway.Log.Contains("listening on port", StringComparison.Ordinal), () => Gateway.Log);

    /// <summary>Puts a Service in the place of the one of that name, at once.</summary>
    public void Write(ServiceText service)
    {
        var whole = Path.Combine(_manifests.FullName, $".{service.Name}.tmp");
        File.WriteAllText(whole, service.ToString());
        File.Move(whole, Path.Combine(_manifests.FullName, $"{service.Name}.yaml"), overwrite: true);
    }

    public void Remove(ServiceText service) => File.Delete(Path.Combine(_manifests.FullName, $"{service.Name}.yaml"));

    /// <summary>A Service that no other test has, with an address of its own and both pods for endpoints.</summary>
    public ServiceText NewService(bool ipv6 = false)
    {
        var number = ++_services;
        return new($"service{number}")
        {
            IPv6 = ipv6,
            Address = ipv6 ? $"fd00:96:1::{number:x}" : $"10.96.1.{number}",
            Endpoints = [Pod(0, ipv6), Pod(1, ipv6)],
        };
    }

    /// <summary>The lines of <c>ipvsadm -S -n</c> about an address.</summary>
    public IReadOnlyList<string> SavedOf(string address)
    {
        var service = address.Contains(':', StringComparison.Ordinal) ? $" [{address}]:" : $" {address}:";
        return [.. Ipvsadm.Saved().Where(line => line.Split(" -r ")[0].Contains(service, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Waits until ipvsadm shows these lines about an address, in any order.</summary>
    public async Task HasSavedAsync(string address, params IEnumerable<string> lines)
    {
        string[] expected = [.. lines.Order(StringComparer.Ordinal)];
        var found = await Eventually.ReadAsync(() => SavedOf(address), found => found.SequenceEqual(expected));
        Assert.True(found.SequenceEqual(expected), $"expected\n{string.Join('\n', expected)}\nfound\n{string.Join('\n', found)}\n{Gateway.Log}");
    }

    /// <summary>Writes a Service and waits until all of its endpoints are in the kernel, with the weight 1 and no other.</summary>
    public async Task ServeAsync(ServiceText service, string scheduler = "rr")
    {
        Write(service);
        await HasSavedAsync(service.Address!, LinesOf(service, scheduler));
    }

    /// <summary>What ipvsadm says of a Service with that scheduler and its options.</summary>
    public static IEnumerable<string> LinesOf(ServiceText service, string scheduler = "rr")
    {
        var key = $"{(service.Protocol == "TCP" ? "-t" : "-u")} {new IPEndPoint(IPAddress.Parse(service.Address!), service.Port)}";
        return
        [
            $"-A {key} -s {scheduler}",
            .. service.Endpoints.Select(pod => $"-a {key} -r {new IPEndPoint(IPAddress.Parse(pod), service.EndpointPort)} -m -w 1"),
        ];
    }

    public Task<EchoAnswer> AskAsync(ServiceText service) => AskAsync(
        IPAddress.Parse(service.Address!), service.Port, service.Protocol == "UDP" ? SocketType.Dgram : SocketType.Stream);

    /// <summary>Whether anybody answers there, after a connection of its own.</summary>
    public async Task<bool> AnswersAsync(IPAddress address, int port)
    {
        try
        {
            return await AskAsync(address, port) is not null;
        }
        catch (Exception error) when (error is SocketException or TimeoutException or FormatException)
        {
            return false;
        }
    }

    public Task<EchoAnswer> AskAsync(IPAddress address, int port = 80, SocketType type = SocketType.Stream) =>
        EchoClient.AskOnceAsync(Topology.Client, new(address, port), type);

    public void Dispose()
    {
        for (var index = _things.Count - 1; index >= 0; index--)
            _things[index].Dispose();
        Topology.Dispose();
        _manifests.Delete(recursive: true);
    }
}
