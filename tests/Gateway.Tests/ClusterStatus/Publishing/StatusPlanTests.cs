using Gateway.ClusterStatus.Publishing;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.Tests.ClusterStatus.Publishing;

public sealed class StatusPlanTests
{
    private static readonly ValueArray<LoadBalancerIngress> Addresses = [new() { Ip = "192.0.2.1" }, new() { Hostname = "gw.example.com" }];

    [Fact]
    public void An_Ingress_says_where_the_gateway_is_reached_and_no_more() =>
        Assert.Equal(new(Addresses, null), StatusPlan.Build(new(new Ingress(), IsServed: true), Addresses));

    [Fact]
    public void A_Service_says_besides_that_a_proxy_stands_there() => Assert.Equal(
        new(
            [new() { Ip = "192.0.2.1", IpMode = "Proxy" }, new() { Hostname = "gw.example.com" }],
            new(true, "Programmed", "", null)),
        StatusPlan.Build(new(new Service(), IsServed: true), Addresses));

    [Fact]
    public void A_Service_that_is_not_served_has_no_address_and_says_why()
    {
        var status = StatusPlan.Build(new(new Service { Metadata = new() { Generation = 3 } }, IsServed: false), Addresses);

        Assert.Empty(status.Addresses);
        Assert.Equal(("False", "LoadBalancerNotServed", 3L), (status.Programmed!.Status, status.Programmed.Reason, status.Programmed.ObservedGeneration));
    }

    [Fact]
    public void A_Service_waits_for_an_address_while_there_is_none() =>
        Assert.Equal("AddressNotAssigned", StatusPlan.Build(new(new Service(), IsServed: true), []).Programmed!.Reason);
}
