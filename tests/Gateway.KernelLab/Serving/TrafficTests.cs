using System.Net;
using System.Net.Sockets;

namespace Gateway.KernelLab.Serving;

/// <summary>What clients see of a Service.</summary>
public sealed class TrafficTests
{
    private static readonly ServiceText Web = new("web") { Endpoints = [Scene.Pod(0), Scene.Pod(1)] };

    private static readonly string[] BothTcp = [.. Lines("-t 10.96.1.1:80", 0, 1)];

    [KernelTheory]
    [InlineData(false, SocketType.Stream)]
    [InlineData(true, SocketType.Stream)]
    [InlineData(false, SocketType.Dgram)]
    [InlineData(true, SocketType.Dgram)]
    public async Task Endpoints_take_turns_and_see_the_gateway(bool ipv6, SocketType type)
    {
        var protocol = type == SocketType.Stream ? "TCP" : "UDP";
        using var scene = Scene.Serving(Web with { IPv6 = ipv6, Protocol = protocol, Endpoints = [Scene.Pod(0, ipv6), Scene.Pod(1, ipv6)] });
        var address = ipv6 ? Scene.FirstIPv6 : Scene.FirstIPv4;
        await scene.HasSavedAsync([.. Lines($"{(protocol == "TCP" ? "-t" : "-u")} {new IPEndPoint(address, 80)}", ipv6, 0, 1)]);

        var answers = new List<EchoAnswer>();
        for (var time = 0; time < 4; time++)
            answers.Add(await scene.AskAsync(address, type: type));

        Assert.Equal(2, answers.Select(answer => answer.Server).Distinct().Count());
        Assert.All(answers, answer => Assert.Contains(
            answer.Client.Address, new[] { Topology.GatewayAddress(0, ipv6), Topology.GatewayAddress(1, ipv6) }));
    }

    [KernelFact]
    public async Task With_the_policy_Local_endpoints_see_the_client()
    {
        using var scene = Scene.Serving(Web with { MoreSpec = ["externalTrafficPolicy: Local"], Endpoints = [Scene.Pod(0)], RemoteEndpoints = [Scene.Pod(1)] });
        await scene.HasSavedAsync([.. Lines("-t 10.96.1.1:80", 0)]);

        var answer = await scene.AskAsync(Scene.FirstIPv4);

        Assert.Equal(Topology.ClientAddress(ipv6: false), answer.Client.Address);
    }

    [KernelFact]
    public async Task Without_endpoints_a_connection_is_refused_and_comes_through_when_there_are_some()
    {
        using var scene = Scene.Serving(Web with { Endpoints = [] }, new ServiceText("other") { Endpoints = [Scene.Pod(0)] });
        await scene.HasSavedAsync([.. Lines("-t 10.96.1.1:80", 0)]);

        // The Services are as old as each other: "other" is before "web".
        var refused = await Assert.ThrowsAsync<SocketException>(() => scene.AskAsync(IPAddress.Parse("10.96.1.2")));

        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);

        scene.Write(Web);
        await scene.HasSavedAsync([.. Lines("-t 10.96.1.1:80", 0), .. Lines("-t 10.96.1.2:80", 0, 1)]);

        Assert.NotNull(await scene.AskAsync(IPAddress.Parse("10.96.1.2")));
    }

    [KernelFact]
    public async Task Only_sources_in_the_ranges_are_let_in()
    {
        using var scene = Scene.Serving(Web with { MoreSpec = ["loadBalancerSourceRanges: [192.0.2.0/24]"] });
        await scene.HasSavedAsync(BothTcp);

        await Assert.ThrowsAsync<TimeoutException>(() => scene.AskAsync(Scene.FirstIPv4));

        scene.Write(Web with { MoreSpec = ["loadBalancerSourceRanges: [192.0.2.0/24, 10.1.0.0/24]"] });

        await Eventually.IsTrue(() => Answers(scene, Scene.FirstIPv4, 80), () => scene.Topology.Gateway.Run("nft", "list", "ruleset"));
    }

    /// <summary>kubernetes/kubernetes#72236.</summary>
    [KernelFact]
    public async Task What_listens_on_the_node_is_not_reached_through_the_address_of_a_Service()
    {
        using var scene = Scene.Serving(Web);
        await scene.HasSavedAsync(BothTcp);
        using var host = EchoServer.Tcp(scene.Topology.Gateway, IPAddress.Any, 2222);

        Assert.True(Answers(scene, IPAddress.Parse("10.1.0.1"), 2222));
        Assert.False(Answers(scene, Scene.FirstIPv4, 2222));
        Assert.True(Answers(scene, Scene.FirstIPv4, 80));
    }

    [KernelFact]
    public async Task A_node_port_is_answered_at_every_address_of_the_node_and_from_the_node_itself()
    {
        using var scene = Scene.Serving(Web with
        {
            Spec = ["type: NodePort", "clusterIP: 10.97.0.1"],
            NodePort = 30080,
            Annotations = ["yarp-gateway.io/entry: true"],
        });
        await scene.HasSavedAsync(
        [
            .. Lines("-t 10.97.0.1:80", 0, 1),
            .. Lines("-t 10.1.0.1:30080", 0, 1),
            .. Lines("-t 10.2.1.1:30080", 0, 1),
            .. Lines("-t 10.2.2.1:30080", 0, 1),
        ]);

        Assert.True(Answers(scene, IPAddress.Parse("10.1.0.1"), 30080));
        Assert.True(Answers(scene, IPAddress.Parse("10.2.1.1"), 30080));
        Assert.NotNull(await EchoClient.AskOnceAsync(scene.Topology.Gateway, new(IPAddress.Parse("10.1.0.1"), 30080)));
        Assert.NotNull(await EchoClient.AskOnceAsync(scene.Topology.Gateway, new(IPAddress.Parse("10.97.0.1"), 80)));
    }

    [KernelFact]
    public async Task A_pod_reaches_itself_through_its_Service()
    {
        using var scene = Scene.Serving(Web with { Endpoints = [Scene.Pod(0)], MoreSpec = ["externalTrafficPolicy: Local"] });
        await scene.HasSavedAsync([.. Lines("-t 10.96.1.1:80", 0)]);

        var answer = await EchoClient.AskOnceAsync(scene.Topology.Backends[0], new(Scene.FirstIPv4, 80));

        Assert.Equal(Topology.BackendAddress(0, ipv6: false), answer.Server.Address);
    }

    private static bool Answers(Scene scene, IPAddress address, int port)
    {
        try
        {
            return scene.AskAsync(address, port).GetAwaiter().GetResult() is not null;
        }
        catch (Exception error) when (error is SocketException or TimeoutException or FormatException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Lines(string service, params int[] pods) => Lines(service, ipv6: false, pods);

    private static IEnumerable<string> Lines(string service, bool ipv6, params int[] pods) =>
        [$"-A {service} -s rr", .. pods.Select(pod => $"-a {service} -r {Scene.Destination(pod, ipv6)} -m -w 1")];
}
