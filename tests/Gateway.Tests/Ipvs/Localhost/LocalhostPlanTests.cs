using System.Net;
using System.Net.Sockets;
using Gateway.Ipvs.Localhost;
using Gateway.Ipvs.Planning;
using Gateway.Model;
using Gateway.Model.Translation;
using Gateway.Netlink.Ipvs;

namespace Gateway.Tests.Ipvs.Localhost;

public sealed class LocalhostPlanTests
{
    private static readonly LocalhostPort Port = new(IpvsProtocol.Tcp, AddressFamily.InterNetwork, 30080);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Fact]
    public void A_node_port_is_answered_for_at_the_first_address_of_the_node()
    {
        var plan = Plan(NodeWith("10.0.0.3", "192.0.2.7", "2001:db8::7"), Services.Tcp("web", Services.NodePort(30080, "10.244.0.1:8080")));

        Assert.Equal(["tcp 127.0.0.1:30080 web -> [10.0.0.3, 192.0.2.7]"], Texts(plan));
    }

    [Fact]
    public void Each_family_and_protocol_is_answered_by_itself()
    {
        var ipv6 = Services.NodePort(30053) with { Family = IPFamily.IPv6, Backends = [new("fd00::1", 53)] };
        var plan = Plan(
            NodeWith("192.0.2.7", "2001:db8::7"),
            Services.Udp("dns", Services.NodePort(30053, "10.244.0.1:53"), ipv6),
            Services.Tcp("web", Services.NodePort(30053, "10.244.0.1:53")));

        Assert.Equal(
            ["tcp 127.0.0.1:30053 web -> [192.0.2.7]", "udp 127.0.0.1:30053 dns -> [192.0.2.7]", "udp [::1]:30053 dns -> [2001:db8::7]"], Texts(plan));
    }

    [Theory]
    [InlineData(TrafficVerdict.Drop)]
    [InlineData(TrafficVerdict.Reject)]
    public void What_is_not_forwarded_is_not_answered(TrafficVerdict verdict) =>
        Assert.Empty(Texts(Plan(NodeWith("192.0.2.7"), Services.Tcp("web", Services.NodePort(30080) with { Verdict = verdict }))));

    [Fact]
    public void What_is_no_node_port_is_not_answered() =>
        Assert.Empty(Texts(Plan(NodeWith("192.0.2.7"), Services.Tcp("web", Services.At("192.0.2.7", 30080, "10.244.0.1:8080")))));

    [Fact]
    public void SCTP_is_not_answered() => Assert.Empty(Texts(Plan(
        NodeWith("192.0.2.7"), Services.Tcp("web", Services.NodePort(30080, "10.244.0.1:8080")) with { Protocol = TransportProtocol.Sctp })));

    [Fact]
    public void An_address_where_somebody_else_serves_the_port_is_passed_over()
    {
        var node = NodeWith("10.0.0.3", "192.0.2.7") with { Foreign = [Services.Key("10.0.0.3", 30080)] };

        Assert.Equal(["tcp 127.0.0.1:30080 web -> [192.0.2.7]"], Texts(Plan(node, Services.Tcp("web", Services.NodePort(30080, "10.244.0.1:8080")))));
    }

    [Fact]
    public void An_address_where_another_Service_has_the_port_for_another_reason_is_passed_over()
    {
        var other = Services.Tcp("a", Services.LoadBalancer("10.0.0.3", 30080, "10.244.0.9:80"));
        var plan = Plan(NodeWith("10.0.0.3", "192.0.2.7"), other, Services.Tcp("web", Services.NodePort(30080, "10.244.0.1:8080")));

        Assert.Equal(["tcp 127.0.0.1:30080 web -> [192.0.2.7]"], Texts(plan));
    }

    [Fact]
    public void A_change_of_endpoints_is_none_of_the_listeners()
    {
        var before = Source(NodeWith("192.0.2.7"), Services.Tcp("web", Services.NodePort(30080, "10.244.0.1:8080")));
        var after = IpvsPlan.Build(Services.State(Services.Tcp("web", Services.NodePort(30080, "10.244.0.2:8080"))), before.Facts, before);
        var plan = LocalhostPlan.Build(before);

        Assert.NotSame(before.Servers, after.Servers);
        Assert.Same(plan.Listeners, LocalhostPlan.Build(after, plan).Listeners);
    }

    [Fact]
    public void A_change_costs_what_changed()
    {
        Layer4Service[] services = [.. Enumerable.Range(0, 500).Select(i => Services.Tcp($"s{i}", Services.NodePort(30000 + i, "10.244.0.1:80")))];
        var before = Source(NodeWith("192.0.2.7"), services);
        var plan = LocalhostPlan.Build(before);
        var after = LocalhostPlan.Build(IpvsPlan.Build(Services.State(services[1..]), before.Facts, before), plan);

        Assert.Equal([new LocalhostStep.Close(Port with { Port = 30000 })], LocalhostDiff.Of(plan.Listeners, after.Listeners));
    }

    [Fact]
    public void A_port_that_another_Service_gets_is_closed_and_opened_again()
    {
        var (first, second) = (Listeners("a", "192.0.2.7"), Listeners("b", "192.0.2.7"));

        Assert.Equal(
            [new LocalhostStep.Close(Port), new LocalhostStep.Open(Port, second.Find(Port)!)], LocalhostDiff.Of(first, second));
    }

    [Fact]
    public void A_port_whose_node_has_other_addresses_now_goes_on_with_those()
    {
        var (first, second) = (Listeners("a", "192.0.2.7"), Listeners("a", "10.0.0.3", "192.0.2.7"));

        Assert.Equal([new LocalhostStep.Redirect(Port, second.Find(Port)!)], LocalhostDiff.Of(first, second));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_plan_built_from_the_one_before_is_that_which_is_built_from_nothing_and_its_steps_lead_there(int seed)
    {
        var random = new Random(seed);
        var (desired, source, plan) = (Layer4State.Empty, IpvsPlan.Empty, LocalhostPlan.Empty);
        var open = new Dictionary<LocalhostPort, LocalhostListener>();
        var seen = 0;
        for (var step = 0; step < 60; step++)
        {
            desired = Histories.Change(random, desired);
            source = IpvsPlan.Build(desired, random.Next(5) == 0 ? RandomNode(random) : source.Facts, source);
            var before = plan;
            plan = LocalhostPlan.Build(source, before);
            foreach (var change in LocalhostDiff.Of(before.Listeners, plan.Listeners))
                Follow(open, change);

            Assert.Equal(Texts(LocalhostPlan.Build(source)), Texts(plan));
            Assert.Equal(Texts(plan), Texts(open));
            seen += open.Count;
        }

        Assert.True(seen > 0);
    }

    private static void Follow(Dictionary<LocalhostPort, LocalhostListener> open, LocalhostStep step)
    {
        switch (step)
        {
            case LocalhostStep.Close(var port):
                Assert.True(open.Remove(port));
                break;
            case LocalhostStep.Open(var port, var listener):
                open.Add(port, listener);
                break;
            case LocalhostStep.Redirect(var port, var listener):
                Assert.Equal(open[port].Owner, listener.Owner);
                open[port] = listener;
                break;
        }
    }

    private static NodeFacts RandomNode(Random random) =>
        NodeWith([.. new[] { "10.0.0.3", "192.0.2.7", "192.0.2.8", "2001:db8::7" }.Where(_ => random.Next(2) == 0)]) with
        {
            Foreign = random.Next(2) == 0 ? [] : [Services.Key("10.0.0.3", 30000 + (3 * random.Next(3)))],
        };

    private static NodeFacts NodeWith(params IEnumerable<string> addresses) => NodeFacts.None with { NodeAddresses = addresses.Select(IPAddress.Parse).ToValueArray() };

    private static IpvsPlan Source(NodeFacts node, params IEnumerable<Layer4Service> services) => IpvsPlan.Build(Services.State(services), node);

    private static LocalhostPlan Plan(NodeFacts node, params IEnumerable<Layer4Service> services) => LocalhostPlan.Build(Source(node, services));

    private static PersistentMap<LocalhostPort, LocalhostListener> Listeners(string name, params IEnumerable<string> addresses) =>
        Plan(NodeWith(addresses), Services.Tcp(name, Services.NodePort(Port.Port, "10.244.0.1:80"))).Listeners;

    private static IEnumerable<string> Texts(LocalhostPlan plan) => Texts(plan.Listeners);

    private static IEnumerable<string> Texts(IEnumerable<KeyValuePair<LocalhostPort, LocalhostListener>> listeners) =>
        listeners.Select(pair => $"{pair.Key} {pair.Value.Owner.Service.Name} -> {pair.Value.Nodes}").Order(StringComparer.Ordinal);
}
