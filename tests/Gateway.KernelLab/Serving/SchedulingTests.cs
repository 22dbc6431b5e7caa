using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Serving;

/// <summary>That clients are spread as the policy of a Service promises. Round robin: <see cref="TrafficTests"/>.</summary>
[Collection(nameof(SharedScene))]
public sealed class SchedulingTests(SharedScene shared)
{
    private Scene Scene => shared.Scene;

    [KernelTheory]
    [InlineData(false, IpvsProtocol.Tcp)]
    [InlineData(true, IpvsProtocol.Udp)]
    [InlineData(false, IpvsProtocol.Sctp)]
    public async Task With_weighted_round_robin_each_endpoint_has_its_share(bool ipv6, IpvsProtocol protocol)
    {
        var service = Weighted(Scene.NewService(ipv6, protocol), 3, 1) with { Annotations = ["yarp-gateway.io/load-balancing: weighted-round-robin"] };
        await Scene.ServeAsync(service, "wrr");

        var pods = Pods(await Scene.AskAsync(service, times: 8), ipv6);

        Assert.Equal((6, 2), (pods.Count(pod => pod == 0), pods.Count(pod => pod == 1)));
    }

    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_least_request_open_connections_count_by_the_weights(bool ipv6)
    {
        var service = Weighted(Scene.NewService(ipv6), 2, 1) with { Annotations = ["yarp-gateway.io/load-balancing: least-request"] };
        await Scene.ServeAsync(service, "wlc");
        var connections = new List<EchoClient>();
        var answers = new List<EchoAnswer>();
        for (var count = 0; count < 6; count++)
        {
            connections.Add(await Scene.ConnectAsync(service));
            answers.Add(await connections[^1].AskAsync());
        }

        var pods = Pods(answers, ipv6);
        connections.ForEach(connection => connection.Dispose());

        Assert.Equal((4, 2), (pods.Count(pod => pod == 0), pods.Count(pod => pod == 1)));
    }

    /// <summary>The second Service has the endpoints in another order, and no flow of the first: another node would know no more.</summary>
    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_maglev_the_ports_of_a_client_are_spread_and_each_goes_to_the_same_endpoint_everywhere(bool ipv6)
    {
        int[] ports = [.. Enumerable.Range(41_000, 10)];
        string[] maglev = ["yarp-gateway.io/load-balancing: maglev"];
        var first = Scene.NewService(ipv6, IpvsProtocol.Udp) with { Annotations = maglev };
        var second = Scene.NewService(ipv6, IpvsProtocol.Udp) with { Annotations = maglev };
        await Scene.ServeAsync(first, "mh -b mh-port");
        await Scene.ServeAsync(second with { Endpoints = [.. second.Endpoints.Reverse()] }, "mh -b mh-port");

        var pods = await PodsOfAsync(first, ports);

        Assert.Equal([0, 1], pods.Distinct().Order());
        Assert.Equal(pods, await PodsOfAsync(first, ports));
        Assert.Equal(pods, await PodsOfAsync(second, ports));
    }

    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_source_hashing_all_connections_of_a_client_go_to_one_endpoint(bool ipv6)
    {
        var service = Scene.NewService(ipv6) with { Annotations = ["yarp-gateway.io/ipvs-scheduler: sh"] };
        await Scene.ServeAsync(service, "sh -b sh-fallback");

        Assert.Single(Pods(await Scene.AskAsync(service, times: 4), ipv6).Distinct());
    }

    private static ServiceText Weighted(ServiceText service, int first, int second) => service with
    {
        Weights = new Dictionary<string, int> { [service.Endpoints[0]] = first, [service.Endpoints[1]] = second },
    };

    private static List<int> Pods(IEnumerable<EchoAnswer> answers, bool ipv6) =>
        [.. answers.Select(answer => answer.Server.Address.Equals(Topology.BackendAddress(0, ipv6)) ? 0 : 1)];

    private async Task<List<int>> PodsOfAsync(ServiceText service, int[] ports)
    {
        var answers = new List<EchoAnswer>();
        foreach (var port in ports)
            answers.Add(await Scene.AskFromAsync(port, service));
        return Pods(answers, service.IPv6);
    }
}
