using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using Gateway.Ipvs.Planning;
using Gateway.Model;

namespace Gateway.Ipvs.Network;

/// <summary>The dummy link that carries the gateway's addresses, and what the others tell about the node.</summary>
internal static class GatewayLink
{
    /// <summary>Contract: what is on it is the gateway's.</summary>
    public const string Name = "gateway0";

    /// <summary>Links whose addresses are none of the node's own: the loopback, and what kube-proxy binds as we do.</summary>
    private static readonly string[] NotTheNodes = ["lo", "kube-ipvs0", Name];

    /// <summary>RFC 3927.</summary>
    private static readonly IPNetwork IPv4LinkLocal = new(new IPAddress([169, 254, 0, 0]), 16);

    /// <summary>What the gateway has put there; not the link-local address that the kernel gives every link.</summary>
    public static IEnumerable<IPAddress> BoundOf(IEnumerable<NodeAddress> addresses) =>
        addresses.Where(address => address.Link == Name && !address.Address.IsIPv6LinkLocal).Select(address => address.Address);

    /// <summary><paramref name="facts"/> with the addresses of the node. Addresses that mean nothing beyond one link serve no node port.</summary>
    public static NodeFacts FactsOf(IReadOnlyCollection<NodeAddress> addresses, NodeFacts facts) => facts with
    {
        Elsewhere = addresses.Where(address => address.Link != Name).Select(address => address.Address).ToFrozenSet(),
        NodeAddresses = addresses
            .Where(address => !NotTheNodes.Contains(address.Link) && !IPAddress.IsLoopback(address.Address) && !IsLinkLocal(address.Address))
            .Select(address => address.Address)
            .Distinct()
            .OrderBy(address => address.AddressFamily)
            .ThenBy(address => address.ToString(), StringComparer.Ordinal)
            .ToValueArray(),
    };

    private static bool IsLinkLocal(IPAddress address) => address.IsIPv6LinkLocal || IPv4LinkLocal.Contains(address);
}
