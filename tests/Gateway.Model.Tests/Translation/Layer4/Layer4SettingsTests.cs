using Gateway.Model.Resources;
using Gateway.Model.Translation;
using static Gateway.Model.Tests.Translation.Layer4.Layer4Scene;

namespace Gateway.Model.Tests.Translation.Layer4;

/// <summary>How a backend is chosen on layer 4, and who may come.</summary>
public sealed class Layer4SettingsTests
{
    private static readonly Func<ServiceSpec, ServiceSpec> ClientIP =
        spec => spec with { SessionAffinity = "ClientIP", SessionAffinityConfig = new() { ClientIP = new() { TimeoutSeconds = 60 } } };

    [Fact]
    public void The_load_balancing_policy_is_that_of_the_annotation() =>
        Assert.Equal("maglev", Port(Entry().Annotated(Annotations.LoadBalancing, "maglev")).LoadBalancing.Policy);

    [Fact]
    public void A_scheduler_can_be_asked_for_by_name() => Assert.Equal("wlc", Port(Entry().Annotated(Annotations.IpvsScheduler, "wlc")).Scheduler);

    [Theory]
    [InlineData("")]
    [InlineData("WLC")]
    [InlineData("w-lc")]
    [InlineData("abcdefghijklmnop")]
    public void What_cannot_be_a_scheduler_s_name_is_told_and_the_policy_decides(string name)
    {
        var result = Translate(Entry().Annotated(Annotations.IpvsScheduler, name));

        Assert.Null(result.PortsOf().Single().Scheduler);
        Assert.Equal(["InvalidScheduler at metadata.annotations[yarp-gateway.io/ipvs-scheduler]"], result.Said());
    }

    [Fact]
    public void A_scheduler_for_a_Service_that_is_not_on_layer_4_is_told_to_have_no_effect() => Assert.Equal(
        ["AnnotationHasNoEffect at metadata.annotations[yarp-gateway.io/ipvs-scheduler]"],
        Translate(TestObjects.Service("web").Annotated(Annotations.IpvsScheduler, "wlc")).Said());

    [Fact]
    public void Session_affinity_keeps_a_client_for_its_timeout()
    {
        Assert.Equal(TimeSpan.Zero, Port(Entry()).ClientAffinity);
        Assert.Equal(TimeSpan.FromSeconds(60), Port(Entry(with: ClientIP)).ClientAffinity);
        Assert.Equal(TimeSpan.FromHours(3), Port(Entry(with: spec => spec with { SessionAffinity = "ClientIP" })).ClientAffinity);
    }

    [Fact]
    public void Affinity_by_cookie_is_of_HTTP_and_leaves_that_of_layer_4_as_the_spec_has_it()
    {
        Assert.Equal(TimeSpan.FromSeconds(60), Port(Entry(with: ClientIP).Annotated(Annotations.Affinity, "cookie")).ClientAffinity);
        Assert.Equal(TimeSpan.Zero, Port(Entry().Annotated(Annotations.Affinity, "cookie")).ClientAffinity);
        Assert.Equal(TimeSpan.Zero, Port(Entry(with: ClientIP).Annotated(Annotations.Affinity, "none")).ClientAffinity);
    }

    [Fact]
    public void Weights_are_told_to_be_ignored_where_neither_policy_nor_scheduler_reads_them()
    {
        var slice = Slice("web", "1").WithWeight("3");

        Assert.Equal(["WeightsIgnored at "], Translate(Entry(), slice).Said());
        Assert.Empty(Translate(Entry().Annotated(Annotations.LoadBalancing, "weighted-round-robin"), slice).Said());
        Assert.Empty(Translate(Entry().Annotated(Annotations.IpvsScheduler, "wrr"), slice).Said());
    }

    [Fact]
    public void Source_ranges_are_canonical_and_of_the_family_and_for_load_balancer_addresses_alone()
    {
        var result = Translate(
            Ranged(" 192.0.2.77/24 ", "10.0.0.0/8", "2001:DB8:0::1/32", "10.0.0.0/8").Annotated(Annotations.Entry, "true"), Slice("web", "1"));

        Assert.Equal(["10.0.0.0/8", "192.0.2.0/24"], result.Frontend(FrontendKind.LoadBalancer).SourceRanges);
        Assert.Equal(["2001:db8::/32"], result.Frontend(FrontendKind.LoadBalancer, IPFamily.IPv6).SourceRanges);
        Assert.Empty(result.Frontend(FrontendKind.ClusterIP).SourceRanges);
        Assert.Empty(result.Frontend(FrontendKind.NodePort, IPFamily.IPv6).SourceRanges);
        Assert.Empty(result.Frontend(FrontendKind.ExternalIP).SourceRanges);
    }

    [Fact]
    public void Without_source_ranges_everybody_may_come()
    {
        var frontend = Translate(Ranged(), Slice("web", "1")).Frontend(FrontendKind.LoadBalancer);

        Assert.Equal((TrafficVerdict.Forward, 0), (frontend.Verdict, frontend.SourceRanges.Count));
    }

    [Theory]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0/8")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("::ffff:10.0.0.0/104")]
    [InlineData("")]
    public void A_range_that_cannot_be_read_is_told_and_lets_nobody_in(string range)
    {
        var result = Translate(Ranged("10.0.0.0/8", range), Slice("web", "1"));

        Assert.Equal(["10.0.0.0/8"], result.Frontend(FrontendKind.LoadBalancer).SourceRanges);
        Assert.Contains("InvalidSourceRange at spec.loadBalancerSourceRanges[1]", result.Said());
    }

    [Fact]
    public void Ranges_none_of_which_can_be_read_close_the_address_and_do_not_open_it()
    {
        var result = Translate(Ranged("all"), Slice("web", "1"));

        var frontend = result.Frontend(FrontendKind.LoadBalancer);
        Assert.Equal((TrafficVerdict.Drop, 0, 0), (frontend.Verdict, frontend.Backends.Count, frontend.InternalBackends.Count));
        Assert.Contains("NobodyAdmitted at spec.loadBalancerSourceRanges", result.Said());
    }

    [Fact]
    public void Ranges_of_one_family_close_the_address_of_the_other()
    {
        var result = Translate(Ranged("10.0.0.0/8"), Slice("web", "1"), Slice("web", "fd00::a").Renamed("web-6"));

        Assert.Equal(TrafficVerdict.Forward, result.Frontend(FrontendKind.LoadBalancer).Verdict);
        Assert.Equal(TrafficVerdict.Drop, result.Frontend(FrontendKind.LoadBalancer, IPFamily.IPv6).Verdict);
    }

    private static Service Ranged(params string[] ranges) => Balanced(with: spec => spec with
    {
        ClusterIP = "10.96.0.1",
        ExternalIPs = ["192.0.2.7"],
        IpFamilies = ["IPv4", "IPv6"],
        Ports = [new() { Port = 80, NodePort = 30080 }],
        LoadBalancerSourceRanges = ranges,
    });

    private static Layer4Service Port(Service service) => Translate(service).PortsOf().Single();
}
