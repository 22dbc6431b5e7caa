using Gateway.Model.Resources;
using Gateway.Model.Translation;
using static Gateway.Model.Tests.Translation.Layer4.Layer4Scene;

namespace Gateway.Model.Tests.Translation.Layer4;

/// <summary>Which Services are on layer 4, and at which places.</summary>
public sealed class Layer4ScopeTests
{
    [Fact]
    public void A_LoadBalancer_Service_of_our_class_is_served_at_an_address_of_the_pool_and_nowhere_else() => Assert.Equal(
        ["LoadBalancer 198.51.100.1 80/TCP"],
        Translate(Balanced(with: spec => spec with { ClusterIP = "10.96.0.1", Ports = [new() { Port = 80, NodePort = 30080 }] })).Places());

    [Theory]
    [InlineData("LoadBalancer", "example.com/other")]
    [InlineData("LoadBalancer", null)]
    [InlineData("ClusterIP", "yarp-gateway.io/load-balancer")]
    public void Others_are_not_served_at_all(string type, string? className) =>
        Assert.Empty(Translate(Balanced(with: spec => spec with { Type = type, LoadBalancerClass = className, ClusterIP = "10.96.0.1" })).Desired.Layer4.Services);

    [Fact]
    public void An_entry_is_served_at_all_its_addresses_and_node_ports() => Assert.Equal(
        [
            "ClusterIP 10.96.0.1 80/TCP",
            "ExternalIP 192.0.2.7 80/TCP",
            "LoadBalancer 198.51.100.1 80/TCP",
            "NodePort IPv4 * 30080/TCP",
        ],
        Translate(Balanced(with: spec => spec with
        {
            ClusterIP = "10.96.0.1",
            ExternalIPs = ["192.0.2.7"],
            Ports = [new() { Port = 80, NodePort = 30080 }],
        }).Annotated(Annotations.Entry, "true")).Places());

    [Fact]
    public void A_dual_stack_entry_has_both_cluster_IPs_and_one_node_port_in_both_families() => Assert.Equal(
        ["ClusterIP 10.96.0.1 80/TCP", "ClusterIP fd00::1 80/TCP", "NodePort IPv4 * 30080/TCP", "NodePort IPv6 * 30080/TCP"],
        Translate(Entry(with: spec => spec with
        {
            Type = "NodePort",
            ClusterIPs = ["10.96.0.1", "fd00::1"],
            IpFamilies = ["IPv4", "IPv6"],
            Ports = [new() { Port = 80, NodePort = 30080 }],
        })).Places());

    [Fact]
    public void A_Service_without_node_ports_has_none() => Assert.Equal(
        ["ClusterIP 10.96.0.1 80/TCP"],
        Translate(Entry(with: spec => spec with { Type = "LoadBalancer", AllocateLoadBalancerNodePorts = false })).Places());

    [Fact]
    public void What_another_load_balancer_reports_is_served_unless_it_is_a_proxy()
    {
        var service = Entry(with: spec => spec with { Type = "LoadBalancer" });

        Assert.Contains("LoadBalancer 192.0.2.9 80/TCP", Translate(service.Says("192.0.2.9", null)).Places());
        Assert.Contains("LoadBalancer 192.0.2.9 80/TCP", Translate(service.Says("192.0.2.9", "VIP")).Places());
        Assert.Equal(["ClusterIP 10.96.0.1 80/TCP"], Translate(service.Says("192.0.2.9", "Proxy")).Places());
    }

    [Fact]
    public void The_status_of_a_Service_of_our_class_gives_it_no_address_that_is_not_of_the_pools() => Assert.Equal(
        ["LoadBalancer 198.51.100.1 80/TCP"], Translate(Balanced().Annotated(Annotations.Entry, "true").Says("203.0.113.1")).Places());

    [Fact]
    public void An_address_that_is_external_IP_and_load_balancer_address_is_the_latter() => Assert.Equal(
        ["ClusterIP 10.96.0.1 80/TCP", "LoadBalancer 192.0.2.9 80/TCP"],
        Translate(Entry(with: spec => spec with { Type = "LoadBalancer", ExternalIPs = ["192.0.2.9"] }).Says("192.0.2.9")).Places());

    [Fact]
    public void TCP_UDP_and_SCTP_may_share_a_number() => Assert.Equal(
        ["ClusterIP 10.96.0.1 53/SCTP", "ClusterIP 10.96.0.1 53/TCP", "ClusterIP 10.96.0.1 53/UDP"],
        Translate(Entry(with: spec => spec with
        {
            Ports = [new() { Name = "dns", Port = 53, Protocol = "UDP" }, new() { Name = "dns-tcp", Port = 53 }, new() { Name = "dns-sctp", Port = 53, Protocol = "SCTP" }],
        })).Places().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("None", null)]
    [InlineData(null, "ExternalName")]
    public void A_Service_that_is_headless_or_an_external_name_has_no_entry_and_is_told_so(string? clusterIP, string? type)
    {
        var result = Translate(Entry(with: spec => spec with { ClusterIP = clusterIP, Type = type, ExternalName = "example.com", ExternalIPs = ["192.0.2.1"] }));

        Assert.Empty(result.Desired.Layer4.Services);
        Assert.Equal(["AnnotationHasNoEffect at metadata.annotations[yarp-gateway.io/entry]"], result.Said());
    }

    [Theory]
    [InlineData("service.kubernetes.io/service-proxy-name")]
    [InlineData("service.kubernetes.io/headless")]
    public void A_label_that_leaves_the_Service_to_others_is_obeyed_and_can_come_and_go(string label)
    {
        var result = Translate(Entry(), Slice("web", "1"));
        Assert.Single(result.Places());

        result = result.Then(Entry().Labelled(label));
        Assert.Empty(result.Desired.Layer4.Services);
        Assert.Equal(["AnnotationHasNoEffect at metadata.annotations[yarp-gateway.io/entry]"], result.Said());

        result = result.Then(Entry());
        Assert.Single(result.Places());
        Assert.Empty(result.Said());
    }

    [Fact]
    public void An_entry_that_is_left_to_the_gateway_by_its_name_is_served() => Assert.Single(
        Translate(Entry().Labelled("service.kubernetes.io/service-proxy-name", "yarp-gateway"), Slice("web", "1")).Places());

    [Fact]
    public void An_address_of_our_own_pool_is_served_whatever_those_labels_say() => Assert.Equal(
        ["LoadBalancer 198.51.100.1 80/TCP"],
        Translate(Balanced().Labelled("service.kubernetes.io/service-proxy-name", "other").Annotated(Annotations.Entry, "true")).Places());

    [Fact]
    public void A_headless_LoadBalancer_Service_gets_no_address_and_is_told_so()
    {
        var result = Translate(Balanced(with: spec => spec with { ClusterIP = "None" }));

        Assert.Empty(result.Desired.Layer4.Services);
        Assert.Equal(["LoadBalancerNotServed at spec.type"], result.Said());
    }

    [Fact]
    public void An_entry_that_is_false_keeps_a_LoadBalancer_Service_off_layer_4()
    {
        var result = Translate(Balanced().Annotated(Annotations.Entry, "false"));

        Assert.Empty(result.Desired.Layer4.Services);
        Assert.Null(result.AddressesOf());
        Assert.Equal(["LoadBalancerNotServed at spec.type"], result.Said());
        Assert.StartsWith("yarp-gateway.io/entry: false keeps", result.Desired.Claims.Values.Single().Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Service_without_a_port_that_can_be_served_gets_no_address_and_is_told_so()
    {
        var result = Translate(Balanced(with: spec => spec with { Ports = [] }));

        Assert.Null(result.AddressesOf());
        Assert.Equal(["NoPorts at spec.ports"], result.Said());
        Assert.Equal((false, "the Service has no port that can be served"), (result.Desired.Claims.Values.Single().IsServed, result.Desired.Claims.Values.Single().Refusal));
    }

    [Fact]
    public void An_entry_that_is_neither_true_nor_false_is_told_and_ignored()
    {
        var result = Translate(Entry().Annotated(Annotations.Entry, "yes"));

        Assert.Empty(result.Desired.Layer4.Services);
        Assert.Equal(["UnknownValue at metadata.annotations[yarp-gateway.io/entry]"], result.Said());
    }

    [Fact]
    public void Without_a_plane_for_layer_4_nothing_is_served_there_and_an_entry_is_told_so()
    {
        var options = Options with { ServesLayer4 = false };

        var entry = TranslateWith(options, Entry());
        var balanced = TranslateWith(options, Balanced());

        Assert.Empty(entry.Desired.Layer4.Services);
        Assert.Equal(["AnnotationHasNoEffect at metadata.annotations[yarp-gateway.io/entry]"], entry.Said());
        Assert.Empty(balanced.Desired.Layer4.Services);
        Assert.Equal(["LoadBalancerNotServed at spec.type"], balanced.Said());
        Assert.Equal(new Claim(balanced.Snapshot.Services.Values.Single(), IsServed: false), balanced.Desired.Claims.Values.Single());
    }

    [Fact]
    public void A_Service_that_is_neither_is_not_even_looked_at()
    {
        var result = Translate(TestObjects.Service("web"), Slice("web", "1"));

        Assert.Empty(result.Layer4Requests);
        Assert.Empty(result.Layer4);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("224.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("fe80::1")]
    public void An_external_IP_that_no_Service_can_have_is_told_and_the_others_are_served(string address)
    {
        var result = Translate(Entry(with: spec => spec with { ExternalIPs = [address, "192.0.2.7"] }));

        Assert.Equal(["ClusterIP 10.96.0.1 80/TCP", "ExternalIP 192.0.2.7 80/TCP"], result.Places());
        Assert.Equal(["InvalidAddress at spec.externalIPs[0]"], result.Said());
    }

    [Fact]
    public void An_address_of_a_family_that_the_Service_has_not_is_told()
    {
        var result = Translate(Entry(with: spec => spec with { IpFamilies = ["IPv4"], ExternalIPs = ["2001:db8::7"] }));

        Assert.Equal(["ClusterIP 10.96.0.1 80/TCP"], result.Places());
        Assert.Equal(["InvalidAddress at spec.externalIPs[0]"], result.Said());
    }

    [Fact]
    public void Ports_that_cannot_be_used_are_told_and_the_others_are_served()
    {
        var result = Translate(Entry(with: spec => spec with
        {
            Type = "NodePort",
            Ports =
            [
                new() { Name = "a", Port = 80, NodePort = 30080 },
                new() { Name = "b", Port = 0 },
                new() { Name = "c", Port = 81, Protocol = "ICMP" },
                new() { Name = "d", Port = 80 },
                new() { Name = "e", Port = 82, NodePort = 30080 },
                new() { Name = "f", Port = 83, NodePort = 70000 },
            ],
        }));

        Assert.Equal(
            ["ClusterIP 10.96.0.1 80/TCP", "NodePort IPv4 * 30080/TCP", "ClusterIP 10.96.0.1 82/TCP", "ClusterIP 10.96.0.1 83/TCP"],
            result.Places());
        Assert.Equal(
            [
                "InvalidPort at spec.ports[1].port", "UnknownProtocol at spec.ports[2].protocol", "DuplicatePort at spec.ports[3]",
                "DuplicatePort at spec.ports[4].nodePort", "InvalidNodePort at spec.ports[5].nodePort",
            ],
            result.Said());
    }
}
