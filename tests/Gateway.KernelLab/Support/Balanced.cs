using System.Net;
using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Support;

/// <summary>A <see cref="Topology"/> with one IPv4 service, port 80 of the virtual address, and an echo server on port 8080 of every backend.</summary>
internal sealed class Balanced : IDisposable
{
    private const int Port = 80;
    private const int BackendPort = 8080;

    private readonly List<EchoServer> _servers = [];

    /// <param name="service">Given the key, the service.</param>
    /// <param name="weights">Of the backends, whose number is theirs; those with none are destinations later.</param>
    public Balanced(Func<IpvsServiceKey, IpvsService> service, IpvsProtocol protocol, params IReadOnlyList<int?> weights)
    {
        Topology = new(weights.Count);
        Key = IpvsServiceKey.For(Topology.VirtualIPv4, Port, protocol);
        Ipvs = Topology.Gateway.Inside(IpvsClient.Open);
        Ipvs.Carry(new IpvsCommand.AddService(service(Key)));
        for (var index = 0; index < weights.Count; index++)
        {
            Serve(index);
            if (weights[index] is { } weight)
                Ipvs.Carry(new IpvsCommand.AddDestination(Key, Destination(index) with { Weight = weight }));
        }
    }

    public Topology Topology { get; }

    public IpvsServiceKey Key { get; }

    public IpvsClient Ipvs { get; }

    /// <param name="index">Of the backend, from 0.</param>
    public static IpvsDestination Destination(int index) => new(Topology.BackendAddress(index, ipv6: false), BackendPort);

    public void Set(int index, int weight) => Ipvs.Carry(new IpvsCommand.SetDestination(Key, Destination(index) with { Weight = weight }));

    public Task<EchoClient> ConnectAsync(int localPort = 0) =>
        EchoClient.ConnectAsync(Topology.Client, new IPEndPoint(Topology.VirtualIPv4, Port), Key.Protocol, localPort);

    /// <summary>A new connection for every question; which backends answered.</summary>
    public async Task<List<int>> AskAsync(int times)
    {
        var answers = new List<int>();
        for (var time = 0; time < times; time++)
        {
            using var client = await ConnectAsync();
            answers.Add(await BackendAsync(client));
        }
        return answers;
    }

    /// <summary>Which backend answers.</summary>
    public static async Task<int> BackendAsync(EchoClient client) => (await client.AskAsync()).Server.Address.GetAddressBytes()[2] - 1;

    public void Dispose()
    {
        Ipvs.Dispose();
        _servers.ForEach(server => server.Dispose());
        Topology.Dispose();
    }

    private void Serve(int index)
    {
        _servers.Add(EchoServer.Start(Key.Protocol, Topology.Backends[index], Topology.BackendAddress(index, ipv6: false), BackendPort));
    }
}
