using System.Net;

namespace Gateway.KernelLab.Serving;

/// <summary>The settings of the kernel, and what comes of them for neighbours.</summary>
[Collection(nameof(SharedScene))]
public sealed class PreparationTests(SharedScene shared)
{
    [KernelFact]
    public async Task A_neighbour_finds_an_address_of_a_pool_on_its_own_link()
    {
        var service = shared.Scene.NewService();
        await shared.Scene.ServeAsync(service);

        shared.Scene.Topology.Client.Ip($"route add {service.Address}/32 dev eth0");

        Assert.NotNull(await shared.Scene.AskAsync(service));
    }

    [KernelFact]
    public async Task With_strict_ARP_it_does_not_and_needs_a_route()
    {
        using var scene = new Scene();
        var service = scene.NewService();
        scene.Start([service], ("Layer4__StrictArp", "true"));
        await scene.ReadyAsync();
        Assert.NotNull(await scene.AskAsync(service));

        scene.Topology.Client.Ip($"route add {service.Address}/32 dev eth0");

        Assert.False(await scene.AnswersAsync(IPAddress.Parse(service.Address!), service.Port));
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
