namespace Gateway.Netlink.Ipvs;

/// <summary>The transport protocols that IPVS balances; the values are those of IPPROTO_* (linux/in.h).</summary>
public enum IpvsProtocol : byte
{
    Tcp = 6,
    Udp = 17,
    Sctp = 132,
}
