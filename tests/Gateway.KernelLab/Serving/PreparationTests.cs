using System.Net;

namespace Gateway.KernelLab.Serving;

/// <summary>The settings of the kernel, and what comes of them for neighbours.</summary>
public sealed class PreparationTests
{
    [KernelTheory]
    [InlineData("false", true)]
    [InlineData("true", false)]
    public async Task A_neighbour_finds_an_address_of_a_pool_on_its_link_unless_ARP_is_strict(string strict, bool answers)
    {
        using var scene = new Scene().Start([], ("Layer4__StrictArp", strict));
        var service = scene.NewService();
        await scene.ServeAsync(service);
        Assert.NotNull(await scene.AskAsync(service));

        scene.Topology.Client.Ip($"route add {service.Address}/32 dev eth0");

        Assert.Equal(answers, await scene.AnswersAsync(IPAddress.Parse(service.Address!), service.Port));
        Assert.Equal(strict == "true" ? "1" : "0", scene.Topology.Gateway.GetSysctl("net/ipv4/conf/all/arp_ignore"));
    }

    [KernelFact]
    public async Task An_IPv6_neighbour_never_finds_one_and_needs_a_route()
    {
        using var scene = new Scene().Start([]);
        var service = scene.NewService(ipv6: true);
        await scene.ServeAsync(service);
        Assert.NotNull(await scene.AskAsync(service));

        scene.Topology.Client.Ip($"route add {service.Address}/128 dev eth0");

        Assert.False(await scene.AnswersAsync(IPAddress.Parse(service.Address!), service.Port));
    }

    [KernelFact]
    public async Task A_setting_that_is_reset_is_made_again()
    {
        using var scene = new Scene().Start([]);
        await scene.ServeAsync(scene.NewService());

        scene.Topology.Gateway.SetSysctl("net/ipv4/vs/conntrack", "0");

        await Eventually.IsTrue(() => scene.Topology.Gateway.GetSysctl("net/ipv4/vs/conntrack") == "1", () => scene.Gateway.Log);
        Assert.Contains("net.ipv4.vs.conntrack is 1 now and was 0", scene.Gateway.Log, StringComparison.Ordinal);
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
