using System.Net;

namespace Gateway.Netlink.Ipvs;

/// <summary>How packets get to a destination: IP_VS_CONN_F_FWD_MASK of linux/ip_vs.h, 0–7, of which the kernel has a meaning for these.</summary>
public enum IpvsForwarding : uint
{
    /// <summary>IP_VS_CONN_F_MASQ: network address translation.</summary>
    Masquerade = 0,

    /// <summary>IP_VS_CONN_F_LOCALNODE: the kernel's own word for a destination on this machine.</summary>
    LocalNode = 1,

    /// <summary>IP_VS_CONN_F_TUNNEL.</summary>
    Tunnel = 2,

    /// <summary>IP_VS_CONN_F_DROUTE: direct routing.</summary>
    DirectRoute = 3,

    /// <summary>IP_VS_CONN_F_BYPASS.</summary>
    Bypass = 4,
}

/// <summary>A destination (a "real server") as it is configured. Every value is validated where it is set.</summary>
public sealed record IpvsDestination
{
    internal const int MaxForwarding = 7;

    /// <param name="port">0–65535 in host order; 0 for the port that the client asked for, as of a service of every port or of a firewall mark.</param>
    /// <exception cref="ArgumentException">A field is out of its range, or the address is none that can be sent to.</exception>
    public IpvsDestination(IPAddress address, int port) => Key = new(address, port);

    public IpvsDestinationKey Key { get; }

    /// <summary>Of another address family than its service, <see cref="IpvsForwarding.Tunnel"/> alone.</summary>
    public IpvsForwarding Forwarding
    {
        get;
        init
        {
            IpvsRanges.EnsureRange((long)value, 0, MaxForwarding, nameof(Forwarding));
            field = value;
        }
    }

    /// <summary>0–2,147,483,647: the share of connections, as the scheduler understands it. 0 takes no new ones; the kernel has ERANGE for less.</summary>
    public int Weight
    {
        get;
        init
        {
            IpvsRanges.EnsureRange(value, 0, int.MaxValue, nameof(Weight));
            field = value;
        }
    } = 1;

    /// <summary>No limit by default.</summary>
    public IpvsThresholds Thresholds { get; init; }

    /// <summary>Of <see cref="IpvsForwarding.Tunnel"/> alone; the kernel keeps it for others, too.</summary>
    public IpvsTunnel Tunnel { get; init; }
}
