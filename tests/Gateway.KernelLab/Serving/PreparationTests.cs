using System.Net;
using System.Net.Sockets;

namespace Gateway.KernelLab.Serving;

/// <summary>The settings of the kernel, and what comes of them for neighbours.</summary>
[Collection(nameof(SharedScene))]
public sealed class PreparationTests(SharedScene shared)
{
    [KernelFact]
    public async Task A_neighbour_finds_an_address_of_another_link_until_ARP_is_strict()
    {
        using var topology = new Topology();
        using var server = EchoServer.Tcp(topology.Gateway, Topology.VirtualIPv4, 80);
        topology.Client.Ip($"route add {Topology.VirtualIPv4}/32 dev eth0");
        Assert.NotNull(await AskAsync());

        topology.Gateway.Run("env", "Gateway__Layer4__StrictArp=true", "dotnet", GatewayProcess.Program, "ipvs", "prepare");
        topology.Client.Ip($"neigh flush to {Topology.VirtualIPv4} dev eth0");

        var failure = await Record.ExceptionAsync(AskAsync);
        Assert.True(failure is SocketException or TimeoutException, $"{failure}");
        topology.Client.Ip($"route replace {Topology.VirtualIPv4}/32 via 10.1.0.1");
        Assert.NotNull(await AskAsync());

        Task<EchoAnswer> AskAsync() => EchoClient.AskOnceAsync(topology.Client, new(Topology.VirtualIPv4, 80));
    }

    [KernelFact]
    public async Task An_IPv6_neighbour_never_finds_one_and_needs_a_route()
    {
        var service = shared.Scene.NewService(ipv6: true);
        await shared.Scene.ServeAsync(service);
        Assert.NotNull(await shared.Scene.AskAsync(service));

        shared.Scene.Topology.Client.Ip($"route add {service.Address}/128 dev eth0");

        Assert.False(await shared.Scene.AnswersAsync(IPAddress.Parse(service.Address!), service.Port));
    }

    [KernelFact]
    public async Task A_setting_that_is_reset_is_made_again()
    {
        var gateway = shared.Scene.Topology.Gateway;
        gateway.SetSysctl("net/ipv4/vs/conntrack", "0");

        await Eventually.IsTrue(() => gateway.GetSysctl("net/ipv4/vs/conntrack") == "1", () => shared.Scene.Gateway.Log);
    }

    [KernelFact]
    public void The_command_prepare_makes_the_settings_of_the_namespace_it_runs_in()
    {
        using var place = NetworkNamespace.Create("prepared");
        Assert.Equal("0", place.GetSysctl("net/ipv4/vs/conntrack"));

        var said = place.Run("dotnet", GatewayProcess.Program, "ipvs", "prepare");

        Assert.Contains("module ip_vs: there", said, StringComparison.Ordinal);
        Assert.Contains("net.ipv4.vs.conntrack: 1, was 0", said, StringComparison.Ordinal);
        Assert.Equal("1", place.GetSysctl("net/ipv4/vs/conntrack"));
    }
}
