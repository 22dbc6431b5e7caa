using Gateway.Model.Resources;
using Gateway.Model.Translation;

namespace Gateway.Model.Tests.Translation;

/// <summary>What becomes of several slices, their ports, families, weights and faults.</summary>
public sealed class BackendSelectorSlicesTests
{
    private static readonly NodeTopology Node = new("a", "z1");

    [Fact]
    public void Slices_are_merged()
    {
        Assert.Equal("1 2 3", Cluster(Shop.Slice("s1", "3", "1"), Shop.Slice("s2", "2")));
    }

    [Fact]
    public void An_endpoint_that_several_slices_hold_counts_once()
    {
        Assert.Equal("1", Cluster(Shop.Slice("s1", "1"), Shop.Slice("s2", "1")));
    }

    [Theory]
    [InlineData("1 ready", "1 not-ready")]
    [InlineData("1 not-ready", "1 ready")]
    [InlineData("1 not-ready serving terminating", "1 ready")]
    [InlineData("1 ready", "1 not-ready serving terminating")]
    public void Ready_wins_among_the_slices_that_hold_an_endpoint(string first, string second)
    {
        var selection = Select(Shop.Slice("s1", first, "2 not-ready serving terminating"), Shop.Slice("s2", second));

        Assert.Equal("1", EndpointText.Write(selection.Cluster));
    }

    [Theory]
    [InlineData("1 ready on=a", "1 ready")]
    [InlineData("1 ready", "1 ready on=a")]
    public void Of_two_that_are_ready_the_one_that_is_local_wins(string first, string second)
    {
        Assert.Equal("1", EndpointText.Write(Select(Shop.Slice("s1", first), Shop.Slice("s2", second)).Local));
    }

    [Fact]
    public void The_same_address_with_another_port_is_another_endpoint()
    {
        var selection = Select(
            Shop.Slice("s1", "1") with { Ports = [new() { Name = "http", Port = 9000 }] },
            Shop.Slice("s2", "1") with { Ports = [new() { Name = "http", Port = 8000 }] });

        Assert.Equal(["10.0.0.1:8000", "10.0.0.1:9000"], selection.Cluster.Select(backend => backend.Authority));
    }

    [Fact]
    public void A_port_may_be_another_number_in_each_slice()
    {
        var selection = Select(
            Shop.Slice("s1", "1") with { Ports = [new() { Name = "metrics", Port = 1 }, new() { Name = "http", Port = 8001 }] },
            Shop.Slice("s2", "2") with { Ports = [new() { Name = "http", Port = 8002 }] });

        Assert.Equal(["10.0.0.1:8001", "10.0.0.2:8002"], selection.Cluster.Select(backend => backend.Authority));
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(null, "", true)]
    [InlineData("", null, true)]
    [InlineData("http", "http", true)]
    [InlineData("http", null, false)]
    [InlineData(null, "http", false)]
    [InlineData("http", "HTTP", false)]
    public void Ports_match_by_name(string? inService, string? inSlice, bool matches)
    {
        Assert.Equal(matches, IsUsed(new() { Name = inService, Port = 80 }, new() { Name = inSlice, Port = 8080 }));
    }

    [Theory]
    [InlineData(null, "TCP", true)]
    [InlineData("TCP", null, true)]
    [InlineData("UDP", "UDP", true)]
    [InlineData("SCTP", "SCTP", true)]
    [InlineData("UDP", null, false)]
    [InlineData(null, "UDP", false)]
    public void Ports_match_by_protocol_and_TCP_is_the_default(string? inService, string? inSlice, bool matches)
    {
        Assert.Equal(matches, IsUsed(new() { Port = 80, Protocol = inService }, new() { Port = 8080, Protocol = inSlice }));
    }

    [Fact]
    public void Two_protocols_on_one_port_name_do_not_mix()
    {
        var slice = Shop.Slice("s", "1") with
        {
            Ports = [new() { Name = "dns", Protocol = "UDP", Port = 53 }, new() { Name = "dns", Protocol = "TCP", Port = 5353 }],
        };

        var selection = BackendSelector.Select(Shop.Service, new() { Name = "dns", Port = 53, Protocol = "TCP" }, Shop.Group(slice), Node);

        Assert.Equal(5353, Assert.Single(selection.Cluster).Port);
    }

    [Fact]
    public void A_slice_port_without_a_number_is_not_usable()
    {
        var selection = Select(Shop.Slice("s", "1") with { Ports = [new() { Name = "http" }] });

        Assert.False(selection.HasEndpoints);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65536)]
    public void A_port_number_out_of_range_is_a_problem_and_not_used(int number)
    {
        var selection = Select(Shop.Slice("s", "1") with { Ports = [new() { Name = "http", Port = number }] });

        Assert.False(selection.HasEndpoints);
        Assert.Equal("InvalidEndpointPort", Assert.Single(selection.Problems).Reason);
    }

    [Fact]
    public void The_weight_of_a_slice_is_the_weight_of_its_endpoints()
    {
        var selection = Select(Shop.Slice("s1", "1", "2").WithWeight("5"), Shop.Slice("s2", "3"), Shop.Slice("s3", "4").WithWeight("0"));

        Assert.Equal([5, 5, 1, 0], selection.Cluster.Select(backend => backend.Weight));
        Assert.Empty(selection.Problems);
    }

    [Theory]
    [InlineData("heavy")]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("1.5")]
    [InlineData(" 1")]
    [InlineData("+1")]
    [InlineData("")]
    [InlineData("99999999999999999999")]
    public void A_bad_weight_is_a_problem_that_names_slice_and_value_and_weight_1_is_used(string weight)
    {
        var selection = Select(Shop.Slice("s1", "1").WithWeight(weight));

        Assert.Equal(1, Assert.Single(selection.Cluster).Weight);
        var problem = Assert.Single(selection.Problems);
        Assert.Equal((ConditionSeverity.Warning, "InvalidWeight"), (problem.Severity, problem.Reason));
        Assert.Contains("EndpointSlice shop/s1", problem.Message, StringComparison.Ordinal);
        Assert.Contains($"\"{weight}\"", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_weight_that_came_from_pods_names_the_pods()
    {
        var slice = Shop.Slice("s1", "1", "2", "3", "4", "5").WithWeight("x");
        slice = slice with { Endpoints = [.. slice.Endpoints!.Select((endpoint, i) => endpoint with { TargetRef = new() { Kind = "Pod", Name = $"web-{i}" } })] };

        var problem = Assert.Single(Select(slice).Problems);

        Assert.Contains("Pod web-0, web-1, web-2 and 2 more", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.256")]
    [InlineData("10.0.0")]
    [InlineData("010.0.0.1")]
    [InlineData("web.example")]
    [InlineData("::1")]
    [InlineData("10.0.0.1:80")]
    [InlineData("10.0.0.1 ")]
    [InlineData("")]
    public void An_address_that_is_not_of_the_slices_type_is_dropped_and_reported(string address)
    {
        var slice = Shop.Slice("s1", "1");

        var selection = Select(slice with { Endpoints = [new() { Addresses = [address] }, .. slice.Endpoints!] });

        Assert.Equal("1", EndpointText.Write(selection.Cluster));
        var problem = Assert.Single(selection.Problems);
        Assert.Equal("InvalidEndpointAddress", problem.Reason);
        Assert.Contains("EndpointSlice shop/s1", problem.Message, StringComparison.Ordinal);
        Assert.Contains($"\"{address}\"", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("fe80::1%eth0")]
    [InlineData("2001:db8::/64")]
    public void An_IPv6_slice_holds_IPv6_addresses_alone(string address)
    {
        var selection = Select(Slice6("s1", address));

        Assert.False(selection.HasEndpoints);
        Assert.Equal("InvalidEndpointAddress", Assert.Single(selection.Problems).Reason);
    }

    [Fact]
    public void Spellings_of_one_IPv6_address_are_one_endpoint()
    {
        var selection = Select(Slice6("s1", "2001:DB8:0::0001", "2001:db8::1", "2001:db8::2"));

        Assert.Equal(["[2001:db8::1]:8080", "[2001:db8::2]:8080"], selection.Cluster.Select(backend => backend.Authority));
    }

    [Fact]
    public void FQDN_slices_are_ignored_without_a_word()
    {
        var selection = Select(Shop.Slice("s1", "web.example") with { AddressType = "FQDN" }, Shop.Slice("s2", "1"));

        Assert.Equal("1", EndpointText.Write(selection.Cluster));
        Assert.Empty(selection.Problems);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ipv4")]
    public void A_slice_of_unknown_type_is_a_problem_that_is_reported_once(string? type)
    {
        var selection = Select(Shop.Slice("s1", "1") with { AddressType = type });

        Assert.Equal("InvalidAddressType", Assert.Single(selection.Problems).Reason);
    }

    [Fact]
    public void The_first_family_of_the_Service_is_used_where_it_has_endpoints()
    {
        var service = Shop.ServiceWith(new() { IpFamilies = ["IPv6", "IPv4"] });

        var selection = BackendSelector.Select(service, Shop.HttpPort, Shop.Group(Shop.Slice("s1", "1"), Slice6("s2", "fd00::1")), Node);

        Assert.Equal("fd00::1", EndpointText.Write(selection.Cluster));
    }

    [Fact]
    public void The_other_family_is_used_where_the_first_has_no_usable_endpoint_and_the_problems_of_both_are_told()
    {
        var group = Shop.Group(Shop.Slice("s1", "1 not-ready", "x"), Slice6("s2", "fd00::1", "y"));

        var selection = BackendSelector.Select(Shop.Service, Shop.HttpPort, group, Node);

        Assert.Equal("fd00::1", EndpointText.Write(selection.Cluster));
        Assert.Equal(2, selection.Problems.Count);
    }

    [Fact]
    public void Asked_for_a_family_only_that_family_is_given()
    {
        var group = Shop.Group(Shop.Slice("s1", "1"), Slice6("s2", "fd00::1"));

        var selections = Enum.GetValues<IPFamily>().Select(family => BackendSelector.Select(Shop.Service, Shop.HttpPort, group, Node, family));

        Assert.Equal(["1", "fd00::1"], selections.Select(selection => EndpointText.Write(selection.Cluster)));
    }

    [Theory]
    [InlineData(new[] { "IPv6" }, new[] { "IPv4" }, IPFamily.IPv6)]
    [InlineData(null, new[] { "IPv6", "IPv4" }, IPFamily.IPv4)]
    [InlineData(null, new[] { "FQDN", "IPv6" }, IPFamily.IPv6)]
    [InlineData(new[] { "IPv9" }, new[] { "IPv6" }, IPFamily.IPv6)]
    [InlineData(new string[0], new string[0], IPFamily.IPv4)]
    public void The_primary_family_is_the_Services_first_else_that_of_the_slices(string[]? families, string[] slices, IPFamily expected)
    {
        var group = Shop.Group([.. slices.Select((type, i) => Shop.Slice($"s{i}") with { AddressType = type })]);

        Assert.Equal(expected, IPFamilies.PrimaryOf(Shop.ServiceWith(new() { IpFamilies = families }), group));
    }

    [Fact]
    public void The_result_does_not_depend_on_the_order_within_slices()
    {
        string[] endpoints = ["5", "3 not-ready serving terminating", "1 ready on=a", "4 not-ready", "2 ready"];

        Assert.Equal(Select(Shop.Slice("s", endpoints)), Select(Shop.Slice("s", [.. endpoints.Reverse()])));
    }

    [Fact]
    public void No_slice_means_no_endpoint()
    {
        var selection = BackendSelector.Select(Shop.Service, Shop.HttpPort, null, Node);

        Assert.Equal(("there is no IPv4 EndpointSlice", TrafficVerdict.Reject), (selection.NoEndpointsReason, selection.VerdictFor(TrafficPolicy.Cluster)));
    }

    [Theory]
    [InlineData(new string[0], "there is no endpoint")]
    [InlineData(new[] { "1 not-ready" }, "the only endpoint is not ready")]
    [InlineData(new[] { "1 not-ready", "2 not-ready" }, "none of the 2 endpoints is ready")]
    [InlineData(new[] { "1 ready" }, null)]
    public void The_reason_for_having_no_endpoint_is_told(string[] endpoints, string? reason)
    {
        Assert.Equal(reason, Select(Shop.Slice("s", endpoints)).NoEndpointsReason);
    }

    [Fact]
    public void A_port_that_no_slice_has_is_named_in_the_reason()
    {
        var selection = BackendSelector.Select(Shop.Service, new() { Name = "admin", Port = 81 }, Shop.Group(Shop.Slice("s", "1")), Node);

        Assert.Equal("no EndpointSlice has the port \"admin\" for TCP", selection.NoEndpointsReason);
    }

    private static bool IsUsed(ServicePort inService, EndpointPort inSlice) =>
        BackendSelector.Select(Shop.Service, inService, Shop.Group(Shop.Slice("s", "1") with { Ports = [inSlice] }), Node).HasEndpoints;

    private static EndpointSlice Slice6(string name, params string[] endpoints) => Shop.Slice(name, endpoints) with { AddressType = "IPv6" };

    private static string Cluster(params EndpointSlice[] slices) => EndpointText.Write(Select(slices).Cluster);

    private static BackendSelection Select(params EndpointSlice[] slices) => BackendSelector.Select(Shop.Service, Shop.HttpPort, Shop.Group(slices), Node);
}
