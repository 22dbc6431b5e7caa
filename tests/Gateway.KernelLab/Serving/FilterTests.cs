namespace Gateway.KernelLab.Serving;

/// <summary>What a Service makes of the sets of the nftables tables, as nft reads them.</summary>
[Collection(nameof(SharedScene))]
public sealed class FilterTests(SharedScene shared)
{
    private Scene Scene => shared.Scene;

    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_load_balancer_masquerades_and_has_its_address_and_nothing_is_left_when_it_is_gone(bool ipv6)
    {
        var service = Scene.NewService(ipv6) with { Endpoints = [Scene.Pod(0, ipv6)] };
        var before = All(ipv6);
        await Scene.ServeAsync(service);

        await HasAsync(
            service,
            $"addresses {service.Address}",
            $"masqueraded {service.Address} . 6 . 80",
            $"services {service.Address} . 6 . 80");
        Assert.Contains($"hairpin {Scene.Pod(0, ipv6)} . {Scene.Pod(0, ipv6)}", All(ipv6));

        Scene.Remove(service);
        await Eventually.Equals(before, () => All(ipv6));
    }

    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_node_port_is_recorded_as_ours_and_a_cluster_IP_masquerades_those_who_are_no_pods(bool ipv6)
    {
        var (clusterIP, node) = (ipv6 ? "fd00:97::8" : "10.97.0.8", Topology.GatewayAddress(1, ipv6));
        var service = Scene.NewService(ipv6).AsEntry(clusterIP, ipv6 ? 30_186 : 30_184);
        Scene.Write(service);

        await HasAsync(
            service with { Address = clusterIP },
            $"addresses {clusterIP}",
            $"masqueraded_off_cluster {clusterIP} . 6 . 80",
            $"services {clusterIP} . 6 . 80");
        string[] expected =
        [
            $"masqueraded {node} . 6 . {service.NodePort}",
            $"owned {node} . 6 . {service.NodePort}",
            $"services {node} . 6 . {service.NodePort}",
        ];
        Assert.Equal(expected, About(ipv6, $"{node} . 6 . {service.NodePort}"));
    }

    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Source_ranges_are_networks_that_are_let_in(bool ipv6)
    {
        var (one, other) = ipv6 ? ("fd00:1::/64", "2001:db8::/33") : ("10.1.0.0/24", "192.0.2.128/25");
        var service = Scene.NewService(ipv6) with { MoreSpec = [$"loadBalancerSourceRanges: [\"{one}\", \"{other}\"]"] };
        await Scene.ServeAsync(service);

        Assert.Superset(
            new HashSet<string>
            {
                $"limited {service.Address} . 6 . 80",
                $"source_ranges {service.Address} . 6 . 80 . {one}",
                $"source_ranges {service.Address} . 6 . 80 . {other}",
            },
            About(ipv6, service.Address!).ToHashSet());
    }

    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_endpoints_new_connections_are_rejected_and_where_others_are_elsewhere_dropped(bool ipv6)
    {
        var nowhere = Scene.NewService(ipv6) with { Endpoints = [] };
        var elsewhere = Scene.NewService(ipv6) with { Endpoints = [], RemoteEndpoints = [Scene.Pod(1, ipv6)], MoreSpec = ["externalTrafficPolicy: Local"] };
        Scene.Write(nowhere);
        Scene.Write(elsewhere);

        await HasAsync(
            nowhere,
            $"verdicts {nowhere.Address} . 6 . 80 : goto refuse",
            $"addresses {nowhere.Address}",
            $"masqueraded {nowhere.Address} . 6 . 80",
            $"services {nowhere.Address} . 6 . 80");
        await HasAsync(
            elsewhere,
            $"verdicts {elsewhere.Address} . 6 . 80 : drop",
            $"addresses {elsewhere.Address}",
            $"services {elsewhere.Address} . 6 . 80");
    }

    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_networks_of_pods_are_those_of_the_configuration(bool ipv6) =>
        Assert.Contains($"pod_networks {SharedScene.PodNetwork(ipv6)}", All(ipv6));

    private async Task HasAsync(ServiceText service, params IReadOnlyList<string> elements) =>
        await Eventually.Equals([.. elements.Order(StringComparer.Ordinal)], () => About(service.IPv6, service.Address!));

    /// <summary>The elements that are, or begin with, an address or an address and port.</summary>
    private List<string> About(bool ipv6, string start) => [.. All(ipv6).Where(element => $"{element} ".Contains($" {start} ", StringComparison.Ordinal))];

    private IReadOnlyList<string> All(bool ipv6) => Scene.Nft.Elements(ipv6 ? "ip6 gateway" : "ip gateway");
}
