using System.Net;
using System.Net.Sockets;
using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Serving;

/// <summary>kubernetes/kubernetes#56320, #67730 and #96879: a node port is answered at the node's loopback addresses, without <c>route_localnet</c>.</summary>
[Collection(nameof(SharedScene))]
public sealed class LocalhostTests(SharedScene shared)
{
    private Scene Scene => shared.Scene;

    public static MatrixTheoryData<bool, IpvsProtocol> FamiliesAndProtocols { get; } = new([false, true], [IpvsProtocol.Tcp, IpvsProtocol.Udp]);

    [KernelTheory]
    [MemberData(nameof(FamiliesAndProtocols))]
    public async Task A_node_port_is_answered_at_localhost_by_all_endpoints(bool ipv6, IpvsProtocol protocol)
    {
        var nodePort = 30_200 + (ipv6 ? 100 : 0) + (int)protocol;
        var service = Scene.NewService(ipv6, protocol).AsEntry(ipv6 ? $"fd00:97::2:{(int)protocol:x}" : $"10.97.2.{(int)protocol}", nodePort);
        var localhost = new IPEndPoint(ipv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, nodePort);
        Scene.Write(service);
        await IsAnsweredAsync(localhost, protocol, isAnswered: true);

        var answers = new List<EchoAnswer>();
        for (var time = 0; time < 4; time++)
            answers.Add(await EchoClient.AskOnceAsync(Scene.Topology.Gateway, localhost, protocol));

        Assert.Equal(
            new[] { 0, 1 }.Select(pod => $"{Topology.BackendAddress(pod, ipv6)} {Topology.GatewayAddress(pod, ipv6)}"),
            answers.Select(answer => $"{answer.Server.Address} {answer.Client.Address}").Distinct().Order(StringComparer.Ordinal));
        Assert.Equal("0", Scene.Topology.Gateway.GetSysctl("net/ipv4/conf/all/route_localnet"));

        Scene.Remove(service);
        await IsAnsweredAsync(localhost, protocol, isAnswered: false);
    }

    private async Task IsAnsweredAsync(IPEndPoint localhost, IpvsProtocol protocol, bool isAnswered)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (await AnswersAsync(localhost, protocol) != isAnswered)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(150), $"{localhost} {isAnswered}\n{Scene.Gateway.Log}");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private async Task<bool> AnswersAsync(IPEndPoint localhost, IpvsProtocol protocol)
    {
        try
        {
            await EchoClient.AskOnceAsync(Scene.Topology.Gateway, localhost, protocol);
            return true;
        }
        catch (Exception error) when (error is SocketException or TimeoutException or FormatException)
        {
            return false;
        }
    }
}
