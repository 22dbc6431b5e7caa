using Gateway.Model.Resources;
using Gateway.Model.Translation;
using static Gateway.Model.Tests.Translation.Layer4.Layer4Scene;

namespace Gateway.Model.Tests.Translation.Layer4;

/// <summary>Where connections go, seen from the node <c>here</c>.</summary>
public sealed class Layer4BackendTests
{
    private static readonly Service Everywhere = Balanced(with: spec => spec with
    {
        ClusterIP = "10.96.0.1",
        ExternalIPs = ["192.0.2.7"],
        Ports = [new() { Port = 80, NodePort = 30080 }],
    }).Annotated(Annotations.Entry, "true");

    private static readonly FrontendKind[] External = [FrontendKind.ExternalIP, FrontendKind.LoadBalancer, FrontendKind.NodePort];

    [Fact]
    public void With_the_policy_Cluster_every_frontend_goes_to_every_endpoint()
    {
        var result = Translate(Everywhere, Slice("web", "1 on=here", "2 on=there"));

        Assert.All(result.PortsOf().Single().Frontends, frontend => Assert.Equal(
            (TrafficVerdict.Forward, "1 2", "1 2"),
            (frontend.Verdict, EndpointText.Write(frontend.Backends), EndpointText.Write(frontend.InternalBackends))));
        Assert.All(External, kind => Assert.Equal(Masquerade.Always, result.Frontend(kind).Masquerade));
        Assert.Equal(Masquerade.OffCluster, result.Frontend(FrontendKind.ClusterIP).Masquerade);
    }

    [Fact]
    public void The_external_policy_Local_is_for_clients_outside_alone_and_leaves_them_their_address()
    {
        var result = Translate(With(spec => spec with { ExternalTrafficPolicy = "Local" }), Slice("web", "1 on=here", "2 on=there"));

        Assert.All(External, kind => Assert.Equal(
            ("1", "1 2", Masquerade.Never),
            (EndpointText.Write(result.Frontend(kind).Backends), EndpointText.Write(result.Frontend(kind).InternalBackends), result.Frontend(kind).Masquerade)));
        Assert.Equal("1 2", EndpointText.Write(result.Frontend(FrontendKind.ClusterIP).Backends));
    }

    [Fact]
    public void The_internal_policy_Local_is_for_the_cluster_IP_alone()
    {
        var result = Translate(With(spec => spec with { InternalTrafficPolicy = "Local" }), Slice("web", "1 on=here", "2 on=there"));

        var clusterIP = result.Frontend(FrontendKind.ClusterIP);
        Assert.Equal(("1", "1"), (EndpointText.Write(clusterIP.Backends), EndpointText.Write(clusterIP.InternalBackends)));
        Assert.All(External, kind => Assert.Equal("1 2", EndpointText.Write(result.Frontend(kind).Backends)));
    }

    [Fact]
    public void Without_any_endpoint_connections_are_rejected_everywhere_and_that_is_said()
    {
        var result = Translate(Everywhere);

        Assert.All(result.PortsOf().Single().Frontends, frontend => Assert.Equal(
            (TrafficVerdict.Reject, 0, 0), (frontend.Verdict, frontend.Backends.Count, frontend.InternalBackends.Count)));
        Assert.Equal("connections to port 80 over IPv4 are rejected: there is no IPv4 EndpointSlice", Assert.Single(result.Conditions()).Message);
    }

    [Fact]
    public void Without_an_endpoint_on_this_node_the_policy_Local_drops_what_comes_from_outside()
    {
        var result = Translate(With(spec => spec with { ExternalTrafficPolicy = "Local" }), Slice("web", "2 on=there"));

        Assert.All(External, kind => Assert.Equal(
            (TrafficVerdict.Drop, "", "2"),
            (result.Frontend(kind).Verdict, EndpointText.Write(result.Frontend(kind).Backends), EndpointText.Write(result.Frontend(kind).InternalBackends))));
        Assert.Equal(TrafficVerdict.Forward, result.Frontend(FrontendKind.ClusterIP).Verdict);
        Assert.Contains("externalTrafficPolicy is Local", Assert.Single(result.Conditions()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_endpoint_on_this_node_the_internal_policy_Local_drops_what_comes_to_the_cluster_IP()
    {
        var result = Translate(With(spec => spec with { InternalTrafficPolicy = "Local" }), Slice("web", "2 on=there"));

        var clusterIP = result.Frontend(FrontendKind.ClusterIP);
        Assert.Equal((TrafficVerdict.Drop, 0, 0), (clusterIP.Verdict, clusterIP.Backends.Count, clusterIP.InternalBackends.Count));
        Assert.All(External, kind => Assert.Equal(TrafficVerdict.Forward, result.Frontend(kind).Verdict));
        Assert.Contains("internalTrafficPolicy is Local", Assert.Single(result.Conditions()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Terminating_endpoints_that_serve_are_used_where_none_is_ready() => Assert.Equal(
        "1", EndpointText.Write(Translate(Everywhere, Slice("web", "1 not-ready serving terminating", "2 not-ready")).Frontend(FrontendKind.ClusterIP).Backends));

    [Fact]
    public void Each_family_has_its_own_endpoints_and_its_own_verdict()
    {
        var dual = Entry(with: spec => spec with { ClusterIPs = ["10.96.0.1", "fd00::1"], IpFamilies = ["IPv4", "IPv6"] });

        var both = Translate(dual, Slice("web", "1"), Slice("web", "fd00::a").Renamed("web-6"));
        var one = Translate(dual, Slice("web", "1"));

        Assert.Equal("1", EndpointText.Write(both.Frontend(FrontendKind.ClusterIP).Backends));
        Assert.Equal("fd00::a", EndpointText.Write(both.Frontend(FrontendKind.ClusterIP, IPFamily.IPv6).Backends));
        Assert.Equal(TrafficVerdict.Forward, one.Frontend(FrontendKind.ClusterIP).Verdict);
        Assert.Equal(TrafficVerdict.Reject, one.Frontend(FrontendKind.ClusterIP, IPFamily.IPv6).Verdict);
    }

    [Fact]
    public void Each_protocol_has_the_endpoints_of_its_own_ports()
    {
        var service = Entry(with: spec => spec with { Ports = [new() { Name = "t", Port = 53 }, new() { Name = "u", Port = 53, Protocol = "UDP" }] });
        var slice = Slice("web", "1") with { Ports = [new() { Name = "t", Port = 5301 }, new() { Name = "u", Port = 5302, Protocol = "UDP" }] };

        Assert.Equal(
            ["10.0.0.1:5301", "10.0.0.1:5302"],
            Translate(service, slice).PortsOf().SelectMany(port => port.Frontends).Select(frontend => frontend.Backends.Single().Authority));
    }

    [Fact]
    public void Backends_that_stay_keep_their_references_through_an_update()
    {
        var before = Translate(With(spec => spec with { ExternalTrafficPolicy = "Local" }), Slice("web", "1 on=here", "2 on=there"));

        var after = before.Then(Slice("web", "1 on=here", "2 on=there", "3 on=here"));

        var (old, now) = (before.Frontend(FrontendKind.NodePort), after.Frontend(FrontendKind.NodePort));
        Assert.Equal("1 3", EndpointText.Write(now.Backends));
        Assert.Same(old.Backends[0], now.Backends[0]);
        Assert.Same(old.InternalBackends[1], now.InternalBackends[1]);
        Assert.Same(before.Frontend(FrontendKind.ClusterIP).Backends[0], after.Frontend(FrontendKind.ClusterIP).Backends[0]);
    }

    [Fact]
    public void Frontends_of_a_port_share_the_list_of_its_backends()
    {
        var frontends = Translate(Everywhere, Slice("web", "1", "2")).PortsOf().Single().Frontends;

        Assert.All(frontends, frontend => Assert.True(frontend.Backends.AsSpan() == frontends[0].InternalBackends.AsSpan()));
    }

    private static Service With(Func<ServiceSpec, ServiceSpec> change) => Everywhere with { Spec = change(Everywhere.Spec!) };
}
