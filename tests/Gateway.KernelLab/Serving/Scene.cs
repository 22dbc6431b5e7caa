using System.Net;
using System.Net.Sockets;
using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Serving;

/// <summary>A client, the gateway with its manifests, and pods that answer, each in a namespace.</summary>
internal sealed class Scene : IDisposable
{
    public const string NodeName = "node-1";
    public const string Pools = "10.96.1.0/24,fd00:96:1::/120";

    private static readonly IpvsProtocol[] Protocols = Sctp.IsThere
        ? [IpvsProtocol.Tcp, IpvsProtocol.Udp, IpvsProtocol.Sctp]
        : [IpvsProtocol.Tcp, IpvsProtocol.Udp];

    private readonly DirectoryInfo _manifests = Directory.CreateTempSubdirectory("gateway-lab");
    private readonly List<IDisposable> _things = [];
    private int _services;

    public Scene(int backends = 2)
    {
        Topology = new(backends, virtualAddresses: false);
        Ipvsadm = new(Topology.Gateway);
        Nft = new(Topology.Gateway);
        for (var index = 0; index < backends; index++)
            foreach (var ipv6 in new[] { false, true })
                foreach (var protocol in Protocols)
                    _things.Add(EchoServer.Start(protocol, Topology.Backends[index], Topology.BackendAddress(index, ipv6), 8080));
    }

    public Topology Topology { get; }

    public Ipvsadm Ipvsadm { get; }

    public Nft Nft { get; }

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
    public ServiceText NewService(bool ipv6 = false, IpvsProtocol protocol = IpvsProtocol.Tcp)
    {
        var number = ++_services;
        return new($"service{number}")
        {
            IPv6 = ipv6,
            Protocol = protocol,
            Address = ipv6 ? $"fd00:96:1::{number:x}" : $"10.96.1.{number}",
            Endpoints = [Pod(0, ipv6), Pod(1, ipv6)],
        };
    }

    /// <summary>All that nftables has.</summary>
    public string Rules() => Nft.Ruleset();

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

    /// <summary>The lines of <c>ipvsadm -Ln --exact</c> with these options about what is at an address and port: the service, and its destinations.</summary>
    public IReadOnlyList<string> ListedOf(ServiceText service, string options = "")
    {
        var key = $"{service.Protocol.ToString().ToUpperInvariant()} {new IPEndPoint(IPAddress.Parse(service.Address!), service.Port)} ";
        var lines = Ipvsadm.Listed(options).SkipWhile(line => !line.StartsWith(key, StringComparison.Ordinal)).ToArray();
        return [.. lines.Take(1), .. lines.Skip(1).TakeWhile(line => line.StartsWith("->", StringComparison.Ordinal))];
    }

    /// <summary>Writes a Service and waits until all of its endpoints are in the kernel, with their weights and no others.</summary>
    public async Task ServeAsync(ServiceText service, string scheduler = "rr")
    {
        Write(service);
        await HasSavedAsync(service.Address!, LinesOf(service, scheduler));
    }

    /// <summary>Waits for the weights of the two pods; one that is not there counts as 0.</summary>
    public async Task HasWeightsAsync(ServiceText service, int first, int second)
    {
        int[] expected = [first, second];
        var found = await Eventually.ReadAsync(() => SavedOf(service.Address!), lines => Weights(service, lines).SequenceEqual(expected));
        Assert.True(Weights(service, found).SequenceEqual(expected), $"expected {first} and {second}, found\n{string.Join('\n', found)}\n{Gateway.Log}");
    }

    /// <summary>What ipvsadm says of a Service with that scheduler and its options.</summary>
    public static IEnumerable<string> LinesOf(ServiceText service, string scheduler = "rr")
    {
        var key = $"{Ipvsadm.Option(service.Protocol)} {new IPEndPoint(IPAddress.Parse(service.Address!), service.Port)}";
        return
        [
            $"-A {key} -s {scheduler}",
            .. service.Endpoints.Select(pod => $"-a {key} -r {new IPEndPoint(IPAddress.Parse(pod), service.EndpointPort)} -m -w {service.WeightOf(pod)}"),
        ];
    }

    public Task<EchoClient> ConnectAsync(ServiceText service, int localPort = 0) =>
        EchoClient.ConnectAsync(Topology.Client, new(IPAddress.Parse(service.Address!), service.Port), service.Protocol, localPort);

    public Task<EchoAnswer> AskAsync(ServiceText service) => AskAsync(
        IPAddress.Parse(service.Address!), service.Port, service.Protocol);

    /// <summary>A connection from a certain port, and none of it is left afterwards.</summary>
    public async Task<EchoAnswer> AskFromAsync(int port, ServiceText service)
    {
        using var client = await ConnectAsync(service, port);
        var answer = await client.AskAsync();
        client.CloseNow();
        return answer;
    }

    /// <summary>Whether anybody answers there, after a connection of its own.</summary>
    public Task<bool> AnswersAsync(ServiceText service) => AnswersAsync(IPAddress.Parse(service.Address!), service.Port, service.Protocol);

    /// <inheritdoc cref="AnswersAsync(ServiceText)"/>
    public async Task<bool> AnswersAsync(IPAddress address, int port, IpvsProtocol protocol = IpvsProtocol.Tcp)
    {
        try
        {
            return await AskAsync(address, port, protocol) is not null;
        }
        catch (Exception error) when (error is SocketException or TimeoutException or FormatException)
        {
            return false;
        }
    }

    public Task<EchoAnswer> AskAsync(IPAddress address, int port = 80, IpvsProtocol protocol = IpvsProtocol.Tcp) =>
        EchoClient.AskOnceAsync(Topology.Client, new(address, port), protocol);

    /// <summary>As many connections as there are answers, one after the other.</summary>
    public async Task<List<EchoAnswer>> AskAsync(ServiceText service, int times)
    {
        var answers = new List<EchoAnswer>();
        for (var time = 0; time < times; time++)
            answers.Add(await AskAsync(service));
        return answers;
    }

    public void Dispose()
    {
        for (var index = _things.Count - 1; index >= 0; index--)
            _things[index].Dispose();
        Topology.Dispose();
        _manifests.Delete(recursive: true);
    }

    private static IEnumerable<int> Weights(ServiceText service, IReadOnlyList<string> lines) => Enumerable.Range(0, 2).Select(pod =>
        lines.Any(line => line.EndsWith($"-r {Destination(pod, service.IPv6)} -m -w 1", StringComparison.Ordinal)) ? 1 : 0);
}
