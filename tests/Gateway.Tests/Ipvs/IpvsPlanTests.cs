using System.Net;
using Gateway.Ipvs.Filtering;
using Gateway.Ipvs.Planning;
using Gateway.Model;
using Gateway.Model.Translation;
using Gateway.Netlink.Ipvs;

namespace Gateway.Tests.Ipvs;

public sealed class IpvsPlanTests
{
    private static readonly NodeFacts Node = NodeFacts.None with
    {
        NodeAddresses = [IPAddress.Parse("192.0.2.7"), IPAddress.Parse("2001:db8::7")],
        Elsewhere = [IPAddress.Parse("192.0.2.7"), IPAddress.Parse("2001:db8::7")],
    };

    [Theory]
    [InlineData(LoadBalancingPolicyNames.RoundRobin, "rr")]
    [InlineData(LoadBalancingPolicyNames.WeightedRoundRobin, "wrr")]
    [InlineData(LoadBalancingPolicyNames.LeastRequest, "wlc")]
    [InlineData(LoadBalancingPolicyNames.PowerOfTwoChoices, "wlc")]
    [InlineData(LoadBalancingPolicyNames.Random, "rr")]
    [InlineData(LoadBalancingPolicyNames.Maglev, "mh")]
    public void A_policy_is_the_scheduler_that_does_the_same(string policy, string scheduler) =>
        Assert.Equal(scheduler, Only(Web() with { LoadBalancing = LoadBalancing.Default with { Policy = policy } }).Service!.Scheduler);

    [Fact]
    public void Maglev_hashes_the_port_too() =>
        Assert.Equal(IpvsServiceFlags.Scheduler2, Only(Web() with { LoadBalancing = LoadBalancing.Default with { Policy = LoadBalancingPolicyNames.Maglev } }).Service!.Flags);

    [Fact]
    public void Hashing_the_source_has_another_destination_for_the_clients_of_one_that_drains() =>
        Assert.Equal(IpvsServiceFlags.Scheduler1, Only(Web() with { Scheduler = "sh" }).Service!.Flags);

    [Fact]
    public void A_scheduler_that_is_named_wins() => Assert.Equal("sh", Only(Web() with { Scheduler = "sh" }).Service!.Scheduler);

    [Fact]
    public void Random_is_said_to_be_round_robin() =>
        Assert.Equal(["RandomIsRoundRobin"], Reasons(Web() with { LoadBalancing = LoadBalancing.Default with { Policy = LoadBalancingPolicyNames.Random } }));

    [Fact]
    public void A_scheduler_that_the_kernel_lacks_is_said_and_replaced_by_that_of_the_policy()
    {
        var service = Web() with { Scheduler = "nq", LoadBalancing = LoadBalancing.Default with { Policy = LoadBalancingPolicyNames.LeastRequest } };
        var facts = Node with { MissingSchedulers = ["nq"] };

        Assert.Equal("wlc", Only(service, facts).Service!.Scheduler);
        Assert.Equal(["SchedulerNotAvailable"], Reasons(service, facts));
    }

    [Fact]
    public void Where_the_policys_scheduler_is_lacking_too_it_is_round_robin() =>
        Assert.Equal("rr", Only(Web() with { Scheduler = "nq", LoadBalancing = new(LoadBalancingPolicyNames.Maglev, default, HashKey.ClientAddress) }, Node with { MissingSchedulers = ["nq", "mh"] }).Service!.Scheduler);

    [Fact]
    public void A_client_stays_for_as_long_as_its_affinity_says()
    {
        var service = Only(Web() with { ClientAffinity = TimeSpan.FromSeconds(77) }).Service!;

        Assert.Equal(IpvsServiceFlags.Persistent, service.Flags);
        Assert.Equal(77, service.PersistenceTimeout.TotalSeconds);
    }

    [Fact]
    public void Weights_count_for_schedulers_that_weigh()
    {
        var service = Services.Tcp("web", Services.At("10.96.0.1", 80, "10.244.0.1:8080*5", "10.244.0.2:8080*0"));

        Assert.Equal([1, 0], Only(service).Destinations.Select(destination => destination.Weight));
        Assert.Equal([5, 0], Only(service with { Scheduler = "wrr" }).Destinations.Select(destination => destination.Weight));
    }

    [Fact]
    public void An_address_is_bound_on_our_link_and_guarded()
    {
        var plan = Plan(Web());

        Assert.Equal(["10.96.0.1"], plan.Addresses.Keys.Select(address => address.ToString()));
        Assert.Contains(NftElement.OfAddress(IPAddress.Parse("10.96.0.1")), plan.Elements.Keys);
        Assert.DoesNotContain(plan.Elements.Keys, element => element.Set == NftSet.Owned);
    }

    [Fact]
    public void An_address_that_another_link_has_is_not_bound_but_recorded()
    {
        var plan = Plan(Services.Tcp("web", Services.At("192.0.2.7", 80, "10.244.0.1:8080")));

        Assert.Empty(plan.Addresses);
        Assert.Contains(NftElement.Of(NftSet.Owned, Services.Key("192.0.2.7", 80)), plan.Elements.Keys);
    }

    [Fact]
    public void A_node_port_is_served_on_every_address_of_the_node_of_its_family_and_recorded()
    {
        var plan = Plan(Services.Tcp("web", Services.NodePort(30080, "10.244.0.1:8080")));

        Assert.Equal([Services.Key("192.0.2.7", 30080)], plan.Servers.Keys);
        Assert.Contains(NftElement.Of(NftSet.Owned, Services.Key("192.0.2.7", 30080)), plan.Elements.Keys);
    }

    [Fact]
    public void A_node_port_without_an_address_of_its_family_is_said() =>
        Assert.Equal(["NoNodeAddress"], Reasons(Services.Tcp("web", Services.NodePort(30080, "10.244.0.1:8080")), NodeFacts.None));

    [Theory]
    [InlineData(TrafficVerdict.Drop, "10.96.0.1 . tcp . 80 : drop")]
    [InlineData(TrafficVerdict.Reject, "10.96.0.1 . tcp . 80 : goto refuse")]
    public void What_is_dropped_or_rejected_has_no_virtual_service_but_stays_bound(TrafficVerdict verdict, string element)
    {
        var plan = Plan(Services.Tcp("web", Services.At("10.96.0.1", 80) with { Verdict = verdict }));

        Assert.Null(plan.Find(Services.Key("10.96.0.1", 80))!.Service);
        Assert.Single(plan.Addresses);
        Assert.Contains(element, plan.Elements.Keys.Where(entry => entry.Set == NftSet.Verdicts).Select(entry => entry.Text));
    }

    [Fact]
    public void A_virtual_service_of_somebody_else_is_left_alone_and_said()
    {
        var facts = Node with { Foreign = [Services.Key("10.96.0.1", 80)] };

        Assert.Empty(Plan(Web(), facts).Servers);
        Assert.Equal(["ForeignVirtualService"], Reasons(Web(), facts));
    }

    [Fact]
    public void The_address_of_a_foreign_virtual_service_is_not_bound_for_another_port_either()
    {
        var plan = Plan(Web(), Node with { Foreign = [Services.Key("10.96.0.1", 443)] });

        Assert.Empty(plan.Addresses);
        Assert.Contains(NftElement.Of(NftSet.Owned, Services.Key("10.96.0.1", 80)), plan.Elements.Keys);
    }

    [Fact]
    public void Of_two_that_want_one_address_and_port_the_first_by_name_has_it_and_the_other_is_told()
    {
        var (first, second) = (Services.Tcp("a", Services.At("192.0.2.7", 30080, "10.244.0.1:80")), Services.Tcp("b", Services.NodePort(30080, "10.244.0.2:80")));
        var plan = IpvsPlan.Build(Services.State(second, first), Node);

        Assert.Equal("a", plan.Find(Services.Key("192.0.2.7", 30080))!.Owner.Service.Name);
        Assert.Equal([("b", "AddressInUse")], plan.Conditions().Select(entry => (entry.Name.Service.Name, entry.Condition.Reason)));
        Assert.DoesNotContain("10.244.0.2 . 10.244.0.2", plan.Elements.Keys.Select(element => element.Text));
    }

    [Fact]
    public void A_backend_that_is_a_name_is_left_out_and_said()
    {
        var service = Services.Tcp("web", Services.At("10.96.0.1", 80) with { Backends = [new("db.example.com", 80), new("10.244.0.1", 80)] });

        Assert.Equal(["10.244.0.1:80"], Only(service).Destinations.Select(destination => destination.Key.ToString()));
        Assert.Equal(["InvalidAddress"], Reasons(service));
    }

    [Theory]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("0.0.0.0")]
    public void A_backend_that_nothing_can_be_sent_to_is_left_out_and_said(string address)
    {
        var service = Services.Tcp("web", Services.At("10.96.0.1", 80) with { Backends = [new(address, 80), new("10.244.0.1", 80)] });

        Assert.Equal(["10.244.0.1:80"], Only(service).Destinations.Select(destination => destination.Key.ToString()));
        Assert.Equal(["InvalidAddress"], Reasons(service));
    }

    [Theory]
    [InlineData(Masquerade.Never, "10.244.0.0/16", "")]
    [InlineData(Masquerade.Always, "10.244.0.0/16", "Masquerade")]
    [InlineData(Masquerade.OffCluster, "10.244.0.0/16", "MasqueradeOffCluster")]
    [InlineData(Masquerade.OffCluster, "fd00::/8", "")]
    public void Clients_are_masqueraded_as_the_frontend_says_and_pods_are_known(Masquerade masquerade, string pods, string set)
    {
        var plan = Plan(Services.Tcp("web", Services.At("10.96.0.1", 80, "10.244.0.1:80") with { Masquerade = masquerade }), Node with { PodNetworks = [IPNetwork.Parse(pods)] });

        Assert.Equal(set, string.Join(',', plan.Elements.Keys.Where(element => element.Set is NftSet.Masquerade or NftSet.MasqueradeOffCluster).Select(element => element.Set)));
    }

    [Fact]
    public void A_backend_that_reaches_itself_is_masqueraded_once_however_many_services_it_has()
    {
        var plan = IpvsPlan.Build(
            Services.State(Services.Tcp("a", Services.At("10.96.0.1", 80, "10.244.0.1:80")), Services.Tcp("b", Services.At("10.96.0.2", 80, "10.244.0.1:81"))), Node);

        Assert.Equal(2, plan.Elements.Find(NftElement.Pair(IPAddress.Parse("10.244.0.1")))!.Count);
        Assert.Equal(1, IpvsPlan.Build(Services.State(Services.Tcp("a", Services.At("10.96.0.1", 80, "10.244.0.1:80"))), Node, plan).Elements.Find(NftElement.Pair(IPAddress.Parse("10.244.0.1")))!.Count);
    }

    [Fact]
    public void Networks_within_networks_are_left_out_since_intervals_must_not_overlap() => Assert.Equal(
        ["10.0.0.0/8", "192.168.0.0/16"],
        SourceNetworks.Build(["10.1.0.0/16", "10.0.0.0/8", "192.168.0.0/16", "10.1.2.0/24"], IPAddress.Parse("203.0.113.1"), []).Select(network => network.ToString()).Order());

    [Fact]
    public void Where_the_node_may_come_it_may_come_from_the_virtual_address() => Assert.Contains(
        "203.0.113.1/32",
        SourceNetworks.Build(["192.0.2.0/24"], IPAddress.Parse("203.0.113.1"), Node.NodeAddresses).Select(network => network.ToString()));

    [Fact]
    public void A_change_of_one_service_leaves_the_plans_of_the_others_as_they_are()
    {
        var (web, other) = (Web(), Services.Tcp("other", Services.At("10.96.0.2", 80, "10.244.0.2:80")));
        var before = IpvsPlan.Build(Services.State(web, other), Node);
        var after = IpvsPlan.Build(Services.State(web, Services.Tcp("other", Services.At("10.96.0.2", 80, "10.244.0.3:80"))), Node, before);

        Assert.Same(before.Find(Services.Key("10.96.0.1", 80)), after.Find(Services.Key("10.96.0.1", 80)));
        Assert.Equal([Services.Key("10.96.0.2", 80)], after.Servers.ChangesSince(before.Servers).Select(change => change.Key));
    }

    private static Layer4Service Web() => Services.Tcp("web", Services.At("10.96.0.1", 80, "10.244.0.1:8080"));

    private static IpvsPlan Plan(Layer4Service service, NodeFacts? facts = null) => IpvsPlan.Build(Services.State(service), facts ?? Node);

    private static VirtualServer Only(Layer4Service service, NodeFacts? facts = null) => Assert.Single(Plan(service, facts).Servers).Value.Winner;

    private static IEnumerable<string> Reasons(Layer4Service service, NodeFacts? facts = null) => Plan(service, facts).Conditions().Select(entry => entry.Condition.Reason);
}
