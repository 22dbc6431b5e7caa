using Gateway.Model.Resources;
using Gateway.Model.Translation;

namespace Gateway.Model.Tests.Translation;

/// <summary>Which of a Service's endpoints are used, under either policy, seen from node <c>a</c> in zone <c>z1</c>.</summary>
public sealed class BackendSelectorTests
{
    private static readonly NodeTopology NodeA = new("a", "z1");

    private sealed record Case(string[] Endpoints, string Cluster, string Local, TrafficVerdict LocalVerdict);

    private const TrafficVerdict Forward = TrafficVerdict.Forward;
    private const TrafficVerdict Drop = TrafficVerdict.Drop;
    private const TrafficVerdict Reject = TrafficVerdict.Reject;

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["without any endpoint, traffic is rejected under either policy"] = new([], "", "", Reject),
        ["ready endpoints serve, in the order of their addresses"] = new(["3 ready", "1 ready", "2 ready"], "1 2 3", "", Drop),
        ["addresses are ordered as numbers, not as text"] = new(["10 ready", "9 ready", "100 ready"], "9 10 100", "", Drop),
        ["an endpoint without conditions is ready"] = new(["1"], "1", "", Drop),
        ["an endpoint that is not ready gets nothing"] = new(["1 ready", "2 not-ready"], "1", "", Drop),
        ["where no endpoint is ready, traffic is rejected"] = new(["1 not-ready on=a", "2 not-ready"], "", "", Reject),
        ["an endpoint that is serving but neither ready nor terminating gets nothing"] = new(["1 not-ready serving"], "", "", Reject),
        ["a terminating endpoint gets nothing while another is ready"] = new(["1 ready", "2 not-ready serving terminating"], "1", "", Drop),
        ["terminating endpoints that serve are used where none is ready"] = new(["1 not-ready serving terminating", "2 not-ready"], "1", "", Drop),
        ["a terminating endpoint that does not serve gets nothing"] = new(["1 not-ready not-serving terminating"], "", "", Reject),
        ["serving is as ready where it is not given"] = new(["1 not-ready terminating"], "", "", Reject),
        ["a slice that says ready of a terminating endpoint is believed"] = new(["1 ready terminating", "2 ready"], "1 2", "", Drop),

        ["local endpoints are those on this node"] = new(["1 ready on=a", "2 ready on=b", "3 ready"], "1 2 3", "1", Forward),
        ["without a usable local endpoint, local traffic is dropped while there is one elsewhere"] = new(["1 ready on=b", "2 not-ready on=a"], "1", "", Drop),
        ["a local endpoint that is terminating serves local traffic where no local one is ready"] =
            new(["1 not-ready serving terminating on=a", "2 ready on=b"], "2", "1", Forward),
        ["a local endpoint that is ready keeps local traffic from a terminating one"] =
            new(["1 not-ready serving terminating on=a", "2 ready on=a"], "2", "2", Forward),
        ["only remote endpoints that terminate are enough to drop rather than reject"] = new(["1 not-ready serving terminating on=b"], "1", "", Drop),

        ["hints for this zone narrow the cluster set"] = new(["1 ready for-zone=z1", "2 ready for-zone=z2"], "1", "", Drop),
        ["an endpoint may be hinted for several zones"] = new(["1 ready for-zone=z2,z1", "2 ready for-zone=z2"], "1", "", Drop),
        ["zone hints are ignored where one ready endpoint has none"] = new(["1 ready for-zone=z1", "2 ready"], "1 2", "", Drop),
        ["zone hints are ignored where none is for this zone"] = new(["1 ready for-zone=z2", "2 ready for-zone=z3"], "1 2", "", Drop),
        ["an endpoint that is not ready needs no hint"] = new(["1 ready for-zone=z1", "2 ready for-zone=z2", "3 not-ready"], "1", "", Drop),
        ["the hint of an endpoint that is not ready does not count"] = new(["1 not-ready for-zone=z1", "2 ready for-zone=z2"], "2", "", Drop),
        ["the zone of an endpoint is no hint"] = new(["1 ready in=z1", "2 ready in=z2"], "1 2", "", Drop),
        ["hints for this node win over hints for this zone"] =
            new(["1 ready for-node=a for-zone=z1", "2 ready for-node=b for-zone=z1"], "1", "", Drop),
        ["zone hints apply where no node hint is for this node"] =
            new(["1 ready for-node=b for-zone=z1", "2 ready for-node=c for-zone=z2"], "1", "", Drop),
        ["zone hints apply where one ready endpoint has no node hint"] =
            new(["1 ready for-node=a for-zone=z2", "2 ready for-zone=z1", "3 ready for-node=b for-zone=z1"], "2 3", "", Drop),
        ["terminating endpoints are used whatever their hints"] =
            new(["1 not-ready serving terminating for-zone=z2", "2 not-ready serving terminating for-zone=z1"], "1 2", "", Drop),
        ["the local policy wins over hints"] = new(["1 ready on=a for-zone=z2", "2 ready on=b for-zone=z1"], "2", "1", Forward),
    };

    public static TheoryData<string> Sentences => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Endpoints_are_chosen_by_the_rules(string sentence)
    {
        var expected = Cases[sentence];

        var selection = Select(Shop.Slice("s", expected.Endpoints));

        Assert.Equal(
            new { expected.Cluster, expected.Local, expected.LocalVerdict },
            new
            {
                Cluster = EndpointText.Write(selection.For(TrafficPolicy.Cluster)),
                Local = EndpointText.Write(selection.For(TrafficPolicy.Local)),
                LocalVerdict = selection.VerdictFor(TrafficPolicy.Local),
            });
    }

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Cluster_traffic_is_forwarded_or_rejected_but_never_dropped(string sentence)
    {
        var selection = Select(Shop.Slice("s", Cases[sentence].Endpoints));

        Assert.Equal(selection.HasEndpoints ? Forward : Reject, selection.VerdictFor(TrafficPolicy.Cluster));
    }

    [Fact]
    public void A_node_without_a_name_has_no_local_endpoint_and_takes_no_hint()
    {
        var selection = Select(new NodeTopology("", null), Shop.Slice("s", "1 ready on= for-node= for-zone=", "2 ready for-node=b for-zone=z2"));

        Assert.Equal(("1 2", ""), (EndpointText.Write(selection.Cluster), EndpointText.Write(selection.Local)));
    }

    [Fact]
    public void Only_ready_local_endpoints_count_for_the_health_check()
    {
        var ready = Select(Shop.Slice("s", "1 ready on=a", "2 ready on=a", "3 ready on=b", "4 not-ready on=a"));
        var terminating = Select(Shop.Slice("s", "1 not-ready serving terminating on=a"));

        Assert.Equal((2, 0), (ready.ReadyLocalCount, terminating.ReadyLocalCount));
        Assert.Single(terminating.Local);
    }

    [Theory]
    [InlineData("1 not-ready")]
    [InlineData("1 not-ready not-serving terminating")]
    public void Every_endpoint_is_ready_where_the_Service_publishes_those_that_are_not(string endpoint)
    {
        var service = Shop.ServiceWith(new() { Ports = [Shop.HttpPort], PublishNotReadyAddresses = true });

        var selection = BackendSelector.Select(service, Shop.HttpPort, Shop.Group(Shop.Slice("s", endpoint, "2 ready")), NodeA);

        Assert.Equal("1 2", EndpointText.Write(selection.Cluster));
    }

    [Fact]
    public void A_backend_knows_its_node_zone_and_pod()
    {
        var slice = Shop.Slice("s", "1 ready on=a in=z1");
        slice = slice with { Endpoints = [slice.Endpoints![0] with { TargetRef = new() { Kind = "Pod", Name = "web-0" } }] };

        var backend = Assert.Single(Select(slice).Cluster);

        Assert.Equal(new Backend("10.0.0.1", 8080) { NodeName = "a", Zone = "z1", Pod = new("shop", "web-0") }, backend);
    }

    [Fact]
    public void A_target_that_is_no_pod_is_not_taken_for_one()
    {
        var slice = Shop.Slice("s", "1");
        slice = slice with { Endpoints = [slice.Endpoints![0] with { TargetRef = new() { Kind = "VirtualMachine", Name = "vm" } }] };

        Assert.Null(Assert.Single(Select(slice).Cluster).Pod);
    }

    [Fact]
    public void Only_the_first_address_of_an_endpoint_is_used()
    {
        var slice = Shop.Slice("s") with { Endpoints = [new() { Addresses = ["10.0.0.2", "10.0.0.1"] }] };

        Assert.Equal("2", EndpointText.Write(Select(slice).Cluster));
    }

    [Fact]
    public void An_endpoint_without_an_address_is_none()
    {
        var slice = Shop.Slice("s") with { Endpoints = [new(), new() { Addresses = [] }] };

        Assert.False(Select(slice).HasEndpoints);
    }

    private static BackendSelection Select(params EndpointSlice[] slices) => Select(NodeA, slices);

    private static BackendSelection Select(NodeTopology node, params EndpointSlice[] slices) =>
        BackendSelector.Select(Shop.Service, Shop.HttpPort, Shop.Group(slices), node);
}
