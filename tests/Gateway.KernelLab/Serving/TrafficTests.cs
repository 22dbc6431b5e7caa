using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Serving;

/// <summary>What clients see of a Service.</summary>
[Collection(nameof(SharedScene))]
public sealed partial class TrafficTests(SharedScene shared)
{
    private Scene Scene => shared.Scene;

    public static MatrixTheoryData<bool, IpvsProtocol> FamiliesAndProtocols { get; } = new([false, true], Enum.GetValues<IpvsProtocol>());

    [KernelTheory]
    [MemberData(nameof(FamiliesAndProtocols))]
    public async Task Endpoints_take_turns_and_see_the_gateway(bool ipv6, IpvsProtocol protocol)
    {
        var service = Scene.NewService(ipv6, protocol);
        await Scene.ServeAsync(service);

        var answers = await Scene.AskAsync(service, times: 4);

        var pods = answers.Select(answer => answer.Server.Address.Equals(Topology.BackendAddress(0, ipv6)) ? 0 : 1).ToArray();
        Assert.Equal([pods[0], 1 - pods[0], pods[0], 1 - pods[0]], pods);
        Assert.Equal(pods.Select(pod => Topology.GatewayAddress(pod, ipv6)), answers.Select(answer => answer.Client.Address));
    }

    [KernelTheory]
    [MemberData(nameof(FamiliesAndProtocols))]
    public async Task With_the_policy_Local_endpoints_of_this_node_see_the_client(bool ipv6, IpvsProtocol protocol)
    {
        var service = Scene.NewService(ipv6, protocol) with
        {
            MoreSpec = ["externalTrafficPolicy: Local"], Endpoints = [Scene.Pod(0, ipv6)], RemoteEndpoints = [Scene.Pod(1, ipv6)],
        };
        await Scene.ServeAsync(service);

        var answers = await Scene.AskAsync(service, times: 2);

        Assert.All(answers, answer => Assert.Equal(Topology.BackendAddress(0, ipv6), answer.Server.Address));
        Assert.All(answers, answer => Assert.Equal(Topology.ClientAddress(ipv6), answer.Client.Address));
    }

    [KernelTheory]
    [MemberData(nameof(FamiliesAndProtocols))]
    public async Task At_a_cluster_IP_endpoints_see_the_pod_that_asks_and_for_others_the_gateway(bool ipv6, IpvsProtocol protocol)
    {
        var clusterIP = IPAddress.Parse(ipv6 ? $"fd00:97::{(int)protocol:x}" : $"10.97.1.{(int)protocol}");
        var service = Scene.NewService(ipv6, protocol).AsEntry(clusterIP.ToString()) with { Endpoints = [Scene.Pod(0, ipv6)] };
        Scene.Write(service);
        await Scene.HasSavedAsync(clusterIP.ToString(), Scene.LinesOf(service with { Address = clusterIP.ToString() }));

        var other = await EchoClient.AskOnceAsync(Scene.Topology.Client, new(clusterIP, 80), protocol);
        var pod = await EchoClient.AskOnceAsync(Scene.Topology.Backends[1], new(clusterIP, 80), protocol);

        Assert.Equal((Topology.GatewayAddress(0, ipv6), Topology.BackendAddress(1, ipv6)), (other.Client.Address, pod.Client.Address));
    }

    /// <summary>The kernel gives it the address that it connects to, which every node has: another node's pod would answer to its own.</summary>
    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_on_the_node_itself_has_an_address_of_the_node(bool ipv6)
    {
        var service = Scene.NewService(ipv6) with { MoreSpec = ["externalTrafficPolicy: Local"], Endpoints = [Scene.Pod(0, ipv6)] };
        await Scene.ServeAsync(service);

        var answer = await EchoClient.AskOnceAsync(Scene.Topology.Gateway, new(IPAddress.Parse(service.Address!), 80));

        Assert.Equal(Topology.GatewayAddress(0, ipv6), answer.Client.Address);
    }

    /// <summary>kubernetes/kubernetes#88986: a tunnel hands the mark down, and what it sends was masqueraded once more.</summary>
    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_masqueraded_leaves_without_the_mark(bool ipv6)
    {
        var service = Scene.NewService(ipv6);
        await Scene.ServeAsync(service);
        Scene.Nft.Apply("""
            add table inet marks
            add chain inet marks leaving { type filter hook postrouting priority 300; }
            add rule inet marks leaving tcp dport 8080 meta mark != 0 counter
            add rule inet marks leaving tcp dport 8080 counter
            """);

        var answer = await Scene.AskAsync(service);

        Assert.Contains(answer.Client.Address, new[] { Topology.GatewayAddress(0, ipv6), Topology.GatewayAddress(1, ipv6) });
        var packets = Packets().Matches(Scene.Nft.List("table inet marks")).Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture)).ToArray();
        Scene.Nft.Apply("delete table inet marks");
        Assert.Equal(0, packets[0]);
        Assert.True(packets[1] > 0);
    }

    [KernelTheory]
    [InlineData(false, IpvsProtocol.Tcp)]
    [InlineData(true, IpvsProtocol.Tcp)]
    [InlineData(false, IpvsProtocol.Udp)]
    [InlineData(true, IpvsProtocol.Udp)]
    public async Task Without_endpoints_a_connection_is_refused_and_comes_through_when_there_are_some(bool ipv6, IpvsProtocol protocol)
    {
        var (service, other) = (Scene.NewService(ipv6, protocol), Scene.NewService());
        Scene.Write(service with { Endpoints = [] });
        await Scene.ServeAsync(other);

        var refused = await Assert.ThrowsAsync<SocketException>(() => Scene.AskAsync(service));

        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);

        await Scene.ServeAsync(service);
        await HasNoVerdictAsync(service);

        Assert.NotNull(await Scene.AskAsync(service));
    }

    /// <summary>A client of SCTP takes no notice of ICMP while it asks, so that it is answered by nobody.</summary>
    [KernelFact]
    public async Task Without_endpoints_an_SCTP_client_is_not_answered_and_comes_through_when_there_are_some()
    {
        ServiceText[] services = [Scene.NewService(false, IpvsProtocol.Sctp), Scene.NewService(true, IpvsProtocol.Sctp)];
        foreach (var service in services)
            Scene.Write(service with { Endpoints = [] });

        Assert.DoesNotContain(true, await Task.WhenAll(services.Select(Scene.AnswersAsync)));

        foreach (var service in services)
        {
            await Scene.ServeAsync(service);
            await HasNoVerdictAsync(service);
            Assert.NotNull(await Scene.AskAsync(service));
        }
    }

    [KernelFact]
    public async Task Only_sources_in_the_ranges_are_let_in()
    {
        ServiceText[] services =
        [
            .. from ipv6 in new[] { false, true }
               from protocol in new[] { IpvsProtocol.Tcp, IpvsProtocol.Udp }
               select Scene.NewService(ipv6, protocol) with { MoreSpec = ["loadBalancerSourceRanges: [192.0.2.0/24, \"2001:db8::/32\"]"] },
        ];
        foreach (var service in services)
            await Scene.ServeAsync(service);

        Assert.DoesNotContain(true, await Task.WhenAll(services.Select(Scene.AnswersAsync)));

        foreach (var service in services)
            Scene.Write(service with { MoreSpec = ["loadBalancerSourceRanges: [192.0.2.0/24, 10.1.0.0/24, \"2001:db8::/32\", \"fd00:1::/64\"]"] });
        foreach (var service in services)
        {
            var range = $"source_ranges {service.Address} . {(int)service.Protocol} . 80 . {(service.IPv6 ? "fd00:1::/64" : "10.1.0.0/24")}";
            await Eventually.IsTrue(() => Scene.Nft.Elements(service.IPv6 ? "ip6 gateway" : "ip gateway").Contains(range), Scene.Rules);
            Assert.NotNull(await Scene.AskAsync(service));
        }
    }

    /// <summary>kubernetes/kubernetes#72236.</summary>
    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_listens_on_the_node_is_not_reached_through_the_address_of_a_Service(bool ipv6)
    {
        var service = Scene.NewService(ipv6);
        await Scene.ServeAsync(service);
        using var host = EchoServer.Tcp(Scene.Topology.Gateway, ipv6 ? IPAddress.IPv6Any : IPAddress.Any, 2222);

        Assert.True(await Scene.AnswersAsync(IPAddress.Parse(ipv6 ? "fd00:1::1" : "10.1.0.1"), 2222));
        Assert.False(await Scene.AnswersAsync(IPAddress.Parse(service.Address!), 2222));
        Assert.True(await Scene.AnswersAsync(service));
    }

    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_node_port_is_answered_at_every_address_of_the_node_and_from_the_node_itself(bool ipv6)
    {
        var clusterIP = ipv6 ? "fd00:97::1" : "10.97.0.1";
        var nodePort = ipv6 ? 30_086 : 30_084;
        string[] addresses = ipv6 ? ["fd00:1::1", "fd00:2:1::1", "fd00:2:2::1"] : ["10.1.0.1", "10.2.1.1", "10.2.2.1"];
        var service = Scene.NewService(ipv6).AsEntry(clusterIP, nodePort);
        Scene.Write(service);
        await Scene.HasSavedAsync(clusterIP, Scene.LinesOf(service with { Address = clusterIP }));
        foreach (var address in addresses)
            await Eventually.IsTrue(
                () => Scene.LinesOf(service with { Address = address, Port = nodePort }).All(Scene.SavedOf(address).Contains),
                () => string.Join('\n', Scene.SavedOf(address)));

        Assert.True(await Scene.AnswersAsync(IPAddress.Parse(addresses[0]), nodePort));
        Assert.True(await Scene.AnswersAsync(IPAddress.Parse(addresses[1]), nodePort));
        Assert.NotNull(await EchoClient.AskOnceAsync(Scene.Topology.Gateway, new(IPAddress.Parse(addresses[0]), nodePort)));
        Assert.NotNull(await EchoClient.AskOnceAsync(Scene.Topology.Gateway, new(IPAddress.Parse(clusterIP), 80)));
    }

    [KernelTheory]
    [MemberData(nameof(FamiliesAndProtocols))]
    public async Task A_pod_reaches_itself_through_its_Service(bool ipv6, IpvsProtocol protocol)
    {
        var service = Scene.NewService(ipv6, protocol) with { Endpoints = [Scene.Pod(0, ipv6)], MoreSpec = ["externalTrafficPolicy: Local"] };
        await Scene.ServeAsync(service);

        var answer = await EchoClient.AskOnceAsync(Scene.Topology.Backends[0], new(IPAddress.Parse(service.Address!), 80), protocol);

        Assert.Equal(
            (Topology.BackendAddress(0, ipv6), Topology.GatewayAddress(0, ipv6)), (answer.Server.Address, answer.Client.Address));
    }

    [GeneratedRegex(@"(?<=packets )\d+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Packets();

    /// <summary>It goes after the virtual service is there: in between, the node itself would answer.</summary>
    private async Task HasNoVerdictAsync(ServiceText service) => await Eventually.IsTrue(
        () => !Scene.Nft.Elements(service.IPv6 ? "ip6 gateway" : "ip gateway").Any(element => element.StartsWith($"verdicts {service.Address} ", StringComparison.Ordinal)),
        Scene.Rules);
}
