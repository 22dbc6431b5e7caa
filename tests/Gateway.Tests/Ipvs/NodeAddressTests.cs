using System.Net;
using Gateway.Ipvs.Network;
using Gateway.Ipvs.Planning;

namespace Gateway.Tests.Ipvs;

public sealed class NodeAddressTests
{
    private static readonly NodeAddress[] Addresses =
    [
        new("lo", IPAddress.Loopback),
        new("lo", IPAddress.Parse("198.51.100.1")),
        new("eth0", IPAddress.Parse("192.0.2.7")),
        new("eth0", IPAddress.Parse("fe80::1")),
        new("nodelocaldns", IPAddress.Parse("169.254.20.10")),
        new("eth0", IPAddress.Parse("2001:db8::7")),
        new("kube-ipvs0", IPAddress.Parse("10.96.0.99")),
        new("gateway0", IPAddress.Parse("10.96.0.1")),
        new("gateway0", IPAddress.Parse("fe80::2")),
    ];

    [Fact]
    public void Node_ports_are_served_on_the_nodes_own_addresses() =>
        Assert.Equal(["192.0.2.7", "2001:db8::7"], GatewayLink.FactsOf(Addresses, NodeFacts.None).NodeAddresses.Select(address => address.ToString()));

    [Fact]
    public void What_the_kernel_puts_on_our_link_by_itself_is_not_ours() =>
        Assert.Equal(["10.96.0.1"], GatewayLink.BoundOf(Addresses).Select(address => address.ToString()));

    [Fact]
    public void What_any_other_link_has_is_not_bound_again()
    {
        var facts = GatewayLink.FactsOf(Addresses, NodeFacts.None);

        Assert.All(Addresses, address => Assert.Equal(address.Link == "gateway0", facts.IsBindable(address.Address)));
    }

    [Fact]
    public void Facts_are_the_same_where_their_content_is() =>
        Assert.Equal(GatewayLink.FactsOf(Addresses, NodeFacts.None), GatewayLink.FactsOf(Addresses.Reverse().ToArray(), NodeFacts.None));
}
