using System.Net;

namespace Gateway.Netlink.Routing;

/// <summary>An address on a link, struct ifaddrmsg and IFA_* of linux/if_addr.h.</summary>
/// <param name="PrefixLength">In bits: 0–32 for IPv4, 0–128 for IPv6.</param>
public sealed record LinkAddress(int LinkIndex, IPAddress Address, int PrefixLength);
