using System.Net;
using System.Net.Sockets;

namespace Gateway.KernelLab.Serving;

/// <summary>What clients see of a Service.</summary>
[Collection(nameof(SharedScene))]
public sealed class TrafficTests(SharedScene shared)
{
    private Scene Scene => shared.Scene;

    [KernelTheory]
    [InlineData(false, "TCP")]
    [InlineData(true, "TCP")]
    [InlineData(false, "UDP")]
    [InlineData(true, "UDP")]
    public async Task Endpoints_take_turns_and_see_the_gateway(bool ipv6, string protocol)
    {
        var service = Scene.NewService(ipv6) with { Protocol = protocol };
        await Scene.ServeAsync(service);

        var answers = new List<EchoAnswer>();
        for (var time = 0; time < 4; time++)
            answers.Add(await Scene.AskAsync(service));

        Assert.Equal(2, answers.Select(answer => answer.Server).Distinct().Count());
        Assert.All(answers, answer => Assert.Contains(
            answer.Client.Address, new[] { Topology.GatewayAddress(0, ipv6), Topology.GatewayAddress(1, ipv6) }));
    }

    [KernelFact]
    public async Task With_the_policy_Local_endpoints_see_the_client()
    {
        var service = Scene.NewService() with { MoreSpec = ["externalTrafficPolicy: Local"], Endpoints = [Scene.Pod(0)], RemoteEndpoints = [Scene.Pod(1)] };
        await Scene.ServeAsync(service);

        var answer = await Scene.AskAsync(service);

        Assert.Equal(Topology.ClientAddress(ipv6: false), answer.Client.Address);
    }

    [KernelFact]
    public async Task Without_endpoints_a_connection_is_refused_and_comes_through_when_there_are_some()
    {
        var (service, other) = (Scene.NewService(), Scene.NewService());
        Scene.Write(service with { Endpoints = [] });
        await Scene.ServeAsync(other);

        var refused = await Assert.ThrowsAsync<SocketException>(() => Scene.AskAsync(service));

        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);

        await Scene.ServeAsync(service);

        Assert.NotNull(await Scene.AskAsync(service));
    }

    [KernelFact]
    public async Task Only_sources_in_the_ranges_are_let_in()
    {
        var service = Scene.NewService();
        await Scene.ServeAsync(service with { MoreSpec = ["loadBalancerSourceRanges: [192.0.2.0/24]"] });

        Assert.False(await Scene.AnswersAsync(IPAddress.Parse(service.Address!), 80));

        await Scene.ServeAsync(service with { MoreSpec = ["loadBalancerSourceRanges: [192.0.2.0/24, 10.1.0.0/24]"] });

        await Eventually.IsTrue(
            () => Scene.AnswersAsync(IPAddress.Parse(service.Address!), 80).GetAwaiter().GetResult(), () => Scene.Topology.Gateway.Run("nft", "list", "ruleset"));
    }

    /// <summary>kubernetes/kubernetes#72236.</summary>
    [KernelFact]
    public async Task What_listens_on_the_node_is_not_reached_through_the_address_of_a_Service()
    {
        var service = Scene.NewService();
        await Scene.ServeAsync(service);
        using var host = EchoServer.Tcp(Scene.Topology.Gateway, IPAddress.Any, 2222);

        Assert.True(await Scene.AnswersAsync(IPAddress.Parse("10.1.0.1"), 2222));
        Assert.False(await Scene.AnswersAsync(IPAddress.Parse(service.Address!), 2222));
        Assert.True(await Scene.AnswersAsync(IPAddress.Parse(service.Address!), 80));
    }

    [KernelFact]
    public async Task A_node_port_is_answered_at_every_address_of_the_node_and_from_the_node_itself()
    {
        const string clusterIP = "10.97.0.1";
        var service = Scene.NewService() with
        {
            Address = null,
            Spec = ["type: NodePort", $"clusterIP: {clusterIP}"],
            NodePort = 30080,
            Annotations = ["yarp-gateway.io/entry: true"],
        };
        Scene.Write(service);
        await Scene.HasSavedAsync(clusterIP, Scene.LinesOf(service with { Address = clusterIP }));
        foreach (var address in new[] { "10.1.0.1", "10.2.1.1", "10.2.2.1" })
            await Scene.HasSavedAsync(address, Scene.LinesOf(service with { Address = address, Port = 30080 }));

        Assert.True(await Scene.AnswersAsync(IPAddress.Parse("10.1.0.1"), 30080));
        Assert.True(await Scene.AnswersAsync(IPAddress.Parse("10.2.1.1"), 30080));
        Assert.NotNull(await EchoClient.AskOnceAsync(Scene.Topology.Gateway, new(IPAddress.Parse("10.1.0.1"), 30080)));
        Assert.NotNull(await EchoClient.AskOnceAsync(Scene.Topology.Gateway, new(IPAddress.Parse(clusterIP), 80)));
    }

    [KernelFact]
    public async Task A_pod_reaches_itself_through_its_Service()
    {
        var service = Scene.NewService() with { Endpoints = [Scene.Pod(0)], MoreSpec = ["externalTrafficPolicy: Local"] };
        await Scene.ServeAsync(service);

        var answer = await EchoClient.AskOnceAsync(Scene.Topology.Backends[0], new(IPAddress.Parse(service.Address!), 80));

        Assert.Equal(Topology.BackendAddress(0, ipv6: false), answer.Server.Address);
    }
}
