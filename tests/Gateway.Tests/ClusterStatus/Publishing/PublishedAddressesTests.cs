using Gateway.ClusterStatus;
using Gateway.ClusterStatus.Publishing;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.Tests.ClusterStatus.Publishing;

public sealed class PublishedAddressesTests
{
    private static readonly NamespacedName Own = new("gateway", "yarp-gateway");

    [Fact]
    public void Fixed_addresses_are_told_apart_from_host_names() => Assert.Equal(
        [Ip("192.0.2.1"), Ip("2001:db8::1"), Host("gw.example.com"), Host("10")],
        Read(["192.0.2.1", "2001:db8::1", "gw.example.com", "10", "192.0.2.1"], null)!.Value);

    [Fact]
    public void With_nothing_configured_nothing_is_known() => Assert.Null(Read([], null));

    [Fact]
    public void Of_a_Service_that_does_not_exist_nothing_is_known() => Assert.Null(Read([], Own));

    [Fact]
    public void What_the_balancer_of_the_own_Service_reports_is_published_without_its_modes() => Assert.Equal(
        [Ip("192.0.2.7"), Host("lb.example.com")],
        Read([], Own, new()
        {
            Spec = new() { Type = "LoadBalancer", ExternalIPs = ["198.51.100.1"] },
            Status = new() { LoadBalancer = new() { Ingress = [new() { Ip = "192.0.2.7", IpMode = "VIP" }, new() { Hostname = "lb.example.com", Ip = "" }, null!, new()] } },
        })!.Value);

    [Fact]
    public void Without_a_balancer_the_external_addresses_are() => Assert.Equal(
        [Ip("198.51.100.1")], Read([], Own, new() { Spec = new() { Type = "ClusterIP", ExternalIPs = ["198.51.100.1", ""] } })!.Value);

    [Theory]
    [InlineData("NodePort")]
    [InlineData("LoadBalancer")]
    public void A_Service_without_either_has_no_address(string type) => Assert.Empty(Read([], Own, new() { Spec = new() { Type = type } })!.Value);

    [Fact]
    public void A_Service_that_is_empty_has_no_address() => Assert.Empty(Read([], Own, new())!.Value);

    [Fact]
    public void Fixed_addresses_win() => Assert.Equal([Ip("192.0.2.1")], Read(["192.0.2.1"], Own, new() { Spec = new() { ExternalIPs = ["198.51.100.1"] } })!.Value);

    private static LoadBalancerIngress Ip(string text) => new() { Ip = text };

    private static LoadBalancerIngress Host(string text) => new() { Hostname = text };

    private static ValueArray<LoadBalancerIngress>? Read(string[] addresses, NamespacedName? service, Service? own = null) => PublishedAddresses.Read(
        new StatusOptions(addresses, service, "yarp-gateway", "gateway", "a", "yarp-gateway.io/controller"),
        own);
}
