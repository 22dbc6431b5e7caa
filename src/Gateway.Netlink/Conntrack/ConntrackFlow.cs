using System.Net;
using System.Net.Sockets;
using Gateway.Netlink.Ipvs;

namespace Gateway.Netlink.Conntrack;

/// <summary>A connection as the kernel tracks it, CTA_* of linux/netfilter/nfnetlink_conntrack.h: the way out, and the way back after translation.</summary>
/// <param name="Id">CTA_ID, which tells it from a later one of the same addresses.</param>
public sealed record ConntrackFlow(
    AddressFamily Family,
    IpvsProtocol Protocol,
    IPEndPoint OriginalSource,
    IPEndPoint OriginalDestination,
    IPEndPoint ReplySource,
    IPEndPoint ReplyDestination,
    uint Id);
