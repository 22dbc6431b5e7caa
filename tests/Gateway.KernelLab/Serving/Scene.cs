using System.Net;
using System.Net.Sockets;

namespace Gateway.KernelLab.Serving;

/// <summary>A client, the gateway with its manifests, and pods that answer, each in a namespace.</summary>
internal sealed class Scene : IDisposable
{
    public const string NodeName = "node-1";
    public const string Pools = "10.96.1.0/24,fd00:96:1::/120";

    /// <summary>What the first LoadBalancer Service of a family gets from the pools.</summary>
    public static readonly IPAddress FirstIPv4 = IPAddress.Parse("10.96.1.1");

    public static readonly IPAddress FirstIPv6 = IPAddress.Parse("fd00:96:1::1");

    private readonly DirectoryInfo _manifests = Directory.CreateTempSubdirectory("gateway-lab");
    private readonly List<IDisposable> _things = [];

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

    public static Scene Serving(params ServiceText[] services) => new Scene().Start(services);

    public Scene Start(IReadOnlyList<ServiceText> services, params (string Name, string Value)[] settings)
    {
        foreach (var service in services)
            Write(service);
        Gateway = GatewayProcess.Start(Topology.Gateway, _manifests.FullName, Pools, settings);
        _things.Add(Gateway);
        return this;
    }

    /// <summary>Puts a Service in the place of the one of that name, at once.</summary>
    public void Write(ServiceText service)
    {
        var whole = Path.Combine(_manifests.FullName, $".{service.Name}.tmp");
        File.WriteAllText(whole, service.ToString());
        File.Move(whole, Path.Combine(_manifests.FullName, $"{service.Name}.yaml"), overwrite: true);
    }

    public void Remove(ServiceText service) => File.Delete(Path.Combine(_manifests.FullName, $"{service.Name}.yaml"));

    /// <summary>Waits until ipvsadm shows these lines of <c>-S -n</c>, in any order.</summary>
    public async Task HasSavedAsync(params string[] lines)
    {
        try
        {
            await Eventually.Equals([.. lines.Order(StringComparer.Ordinal)], () => [.. Ipvsadm.Saved().Order(StringComparer.Ordinal)]);
        }
        catch (Xunit.Sdk.XunitException)
        {
            Assert.Fail($"expected\n{string.Join('\n', lines)}\nfound\n{string.Join('\n', Ipvsadm.Saved())}\n{Gateway.Log}");
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
