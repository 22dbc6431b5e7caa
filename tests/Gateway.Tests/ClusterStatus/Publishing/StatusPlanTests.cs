using Gateway.ClusterStatus.Publishing;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.Tests.ClusterStatus.Publishing;

public sealed class StatusPlanTests
{
    private static readonly ValueArray<LoadBalancerIngress> Addresses = [new() { Ip = "192.0.2.1" }, new() { Hostname = "gw.example.com" }];

    [Fact]
    public void An_Ingress_says_where_the_gateway_is_reached_and_no_more() =>
        Assert.Equal(new(Addresses, null), StatusPlan.TryBuild(new(new Ingress(), IsServed: true), Addresses));

    [Fact]
    public void A_Service_says_besides_that_a_proxy_stands_there() => Assert.Equal(
        new(
            [new() { Ip = "192.0.2.1", IpMode = "Proxy" }, new() { Hostname = "gw.example.com" }],
            new(true, "Programmed", "", null)),
        StatusPlan.TryBuild(new(new Service(), IsServed: true), Addresses));

    [Fact]
    public void A_Service_that_is_not_served_has_no_address_and_says_why()
    {
        var status = StatusPlan.TryBuild(new(new Service { Metadata = new() { Generation = 3 } }, IsServed: false), Addresses)!;

        Assert.Empty(status.Addresses);
        Assert.Equal(("False", "LoadBalancerNotServed", 3L), (status.Programmed!.Status, status.Programmed.Reason, status.Programmed.ObservedGeneration));
    }

    [Fact]
    public void A_Service_waits_for_an_address_while_there_is_none() =>
        Assert.Equal("AddressNotAssigned", StatusPlan.TryBuild(new(new Service(), IsServed: true), default(ValueArray<LoadBalancerIngress>))!.Programmed!.Reason);

    [Fact]
    public void A_Service_on_layer_4_has_addresses_of_its_own_instead_of_those_of_the_gateway_and_no_node_takes_them_for_its_own()
    {
        var claim = new Claim(new Service { Metadata = new() { Generation = 2 } }, IsServed: true) { VirtualAddresses = ["198.51.100.1", "2001:db8::1"] };
        var wanted = new WantedStatus(
            [new() { Ip = "198.51.100.1", IpMode = "Proxy" }, new() { Ip = "2001:db8::1", IpMode = "Proxy" }],
            new(true, "Programmed", "", 2));

        Assert.Equal(wanted, StatusPlan.TryBuild(claim, Addresses));
        Assert.Equal(wanted, StatusPlan.TryBuild(claim, null));
    }

    [Fact]
    public void A_Service_for_which_no_address_is_free_waits_for_one()
    {
        var status = StatusPlan.TryBuild(new(new Service(), IsServed: false) { VirtualAddresses = default(ValueArray<string>) }, Addresses)!;

        Assert.Empty(status.Addresses);
        Assert.Equal(("False", "AddressNotAssigned"), (status.Programmed!.Status, status.Programmed.Reason));
    }

    [Fact]
    public void One_that_is_exposed_over_HTTP_meanwhile_has_the_addresses_of_the_gateway()
    {
        var status = StatusPlan.TryBuild(new(new Service(), IsServed: true) { VirtualAddresses = default(ValueArray<string>) }, Addresses)!;

        Assert.Equal(("192.0.2.1", "Proxy"), (status.Addresses[0].Ip, status.Addresses[0].IpMode));
    }

    [Fact]
    public void What_the_gateway_does_not_know_of_itself_it_says_of_nobody() => Assert.Null(StatusPlan.TryBuild(new(new Ingress(), IsServed: true), null));
}
