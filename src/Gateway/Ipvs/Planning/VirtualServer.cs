using System.Net;
using Gateway.Ipvs.Filtering;
using Gateway.Model;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Planning;

/// <summary>One address and port of a Service, as the kernel is to have it.</summary>
/// <param name="Owner">The port of the Service that it is of.</param>
internal sealed record VirtualServer(IpvsServiceKey Key, ServicePortName Owner)
{
    /// <summary>Null where new connections are dropped or rejected: there is no virtual service then, but for as long as old connections drain.</summary>
    public IpvsService? Service { get; init; }

    /// <summary>Each at most once; empty without a <see cref="Service"/>.</summary>
    public ValueArray<IpvsDestination> Destinations { get; init; }

    /// <summary>Whether the address is to be on the gateway's link. If not, it is somewhere else, and the virtual service is recorded as ours.</summary>
    public bool IsBound { get; init; }

    /// <summary>Whether it is a node port at an address of the node.</summary>
    public bool IsNodePort { get; init; }

    /// <summary>What the sets of the nftables table hold because of it.</summary>
    public ValueArray<NftElement> Elements { get; init; }

    public IPAddress Address => Key.Address!;
}
