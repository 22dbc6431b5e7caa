namespace Gateway.Netlink.Routing;

/// <summary>A network interface, struct ifinfomsg and IFLA_* of linux/rtnetlink.h and linux/if_link.h.</summary>
/// <param name="Index">1 or more; unique within the network namespace while the link exists.</param>
/// <param name="IsUp">IFF_UP: it is set up; whether it carries anything is another matter.</param>
/// <param name="IsNoArp">IFF_NOARP: it answers no ARP requests.</param>
/// <param name="Kind">IFLA_INFO_KIND, such as <c>dummy</c> or <c>veth</c>; null for what has none, such as the loopback.</param>
/// <param name="Mtu">In bytes.</param>
public sealed record Link(int Index, string Name, bool IsUp, bool IsNoArp = false, string? Kind = null, uint Mtu = 0);
