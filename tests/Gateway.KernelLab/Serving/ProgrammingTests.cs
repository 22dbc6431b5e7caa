using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Serving;

/// <summary>What a Service makes of the kernel's table, as somebody else's program reads it.</summary>
[Collection(nameof(SharedScene))]
public sealed class ProgrammingTests(SharedScene shared)
{
    private Scene Scene => shared.Scene;

    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_Service_is_there_with_its_endpoints_and_follows_them(bool ipv6)
    {
        var service = Scene.NewService(ipv6);
        await Scene.ServeAsync(service);

        await Scene.ServeAsync(service with { Endpoints = [Scene.Pod(1, ipv6)] });

        Scene.Remove(service);
        await Scene.HasSavedAsync(service.Address!);
        await Eventually.IsTrue(() => !Link().Contains($" {service.Address}/", StringComparison.Ordinal), Link);
    }

    [KernelTheory]
    [InlineData(false, "yarp-gateway.io/load-balancing: least-request", "wlc")]
    [InlineData(false, "yarp-gateway.io/load-balancing: power-of-two-choices", "wlc")]
    [InlineData(true, "yarp-gateway.io/load-balancing: maglev", "mh -b mh-port")]
    [InlineData(false, "yarp-gateway.io/load-balancing: maglev", "mh -b mh-port")]
    [InlineData(true, "yarp-gateway.io/load-balancing: weighted-round-robin", "wrr")]
    [InlineData(false, "yarp-gateway.io/load-balancing: random", "rr")]
    [InlineData(true, "yarp-gateway.io/ipvs-scheduler: lblc", "lblc")]
    public async Task A_policy_is_a_scheduler_and_changes_in_place(bool ipv6, string annotation, string scheduler)
    {
        var service = Scene.NewService(ipv6);
        await Scene.ServeAsync(service);

        await Scene.ServeAsync(service with { Annotations = [annotation] }, scheduler);
    }

    /// <summary>kubernetes/kubernetes#121042: it failed silently.</summary>
    [KernelFact]
    public async Task Where_the_kernel_has_not_the_scheduler_that_is_said_and_round_robin_serves()
    {
        await Scene.ServeAsync(Scene.NewService() with { Annotations = ["yarp-gateway.io/ipvs-scheduler: nosuch"] });

        await Eventually.IsTrue(
            () => Scene.Gateway.Log.Contains("no IPVS scheduler nosuch (module ip_vs_nosuch)", StringComparison.Ordinal), () => Scene.Gateway.Log);
    }

    [KernelTheory]
    [InlineData(false, IpvsProtocol.Tcp)]
    [InlineData(true, IpvsProtocol.Udp)]
    [InlineData(true, IpvsProtocol.Sctp)]
    public async Task Affinity_is_persistence_with_its_timeout_and_goes_again(bool ipv6, IpvsProtocol protocol)
    {
        var service = Scene.NewService(ipv6, protocol);
        await Scene.ServeAsync(
            service with { MoreSpec = ["sessionAffinity: ClientIP", "sessionAffinityConfig: { clientIP: { timeoutSeconds: 77 } }"] }, "rr -p 77");

        await Scene.ServeAsync(service);
    }

    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Weights_are_those_of_the_endpoints_and_change_in_place(bool ipv6)
    {
        var service = Scene.NewService(ipv6) with { Annotations = ["yarp-gateway.io/load-balancing: weighted-round-robin"] };
        await Scene.ServeAsync(service with { Weights = new Dictionary<string, int> { [Scene.Pod(0, ipv6)] = 65_535, [Scene.Pod(1, ipv6)] = 0 } }, "wrr");

        await Scene.ServeAsync(service with { Weights = new Dictionary<string, int> { [Scene.Pod(1, ipv6)] = 7 } }, "wrr");
    }

    /// <summary>All at once: the kernel is looked at as a whole every half a minute.</summary>
    [KernelFact]
    public async Task Changes_that_others_make_to_ours_are_undone()
    {
        ServiceText[] services = [Scene.NewService(), Scene.NewService(ipv6: true)];
        foreach (var service in services)
            await Scene.ServeAsync(service);
        var other = Scene.NewService();
        await Scene.ServeAsync(other);
        var rules = Scene.Rules();

        foreach (var service in services)
        {
            var key = Scene.LinesOf(service).First().Split(' ')[2];
            Scene.Ipvsadm.Run($"-e -t {key} -r {Scene.Destination(0, service.IPv6)} -m -w 0 -x 100 -y 50");
            Scene.Ipvsadm.Run($"-d -t {key} -r {Scene.Destination(1, service.IPv6)}");
            Scene.Ipvsadm.Run($"-E -t {key} -s sh -b sh-port -p 60");
        }
        Scene.Ipvsadm.Run($"-D -t {other.Address}:80");
        Scene.Topology.Gateway.Ip($"address delete {other.Address}/32 dev gateway0");
        Scene.Nft.Apply("flush chain ip gateway guard\ndelete set ip6 gateway owned\nadd rule ip6 gateway marking drop");

        foreach (var service in services.Append(other))
            await Scene.HasSavedAsync(service.Address!, Scene.LinesOf(service));
        foreach (var service in services)
            Assert.All(Scene.ListedOf(service, "--thresholds").Skip(1), line => Assert.Matches(" 0 0 [0-9]+ [0-9]+$", line));
        await Eventually.Equals([rules], () => [Scene.Rules()]);
        await Eventually.IsTrue(() => Link().Contains($" {other.Address}/32 ", StringComparison.Ordinal), Link);
        Assert.NotNull(await Scene.AskAsync(other));
    }

    private string Link() => Scene.Topology.Gateway.Run("ip", "address", "show", "gateway0");
}
