using System.Runtime.InteropServices;

namespace Gateway.Netlink.Ipvs;

/// <summary>IP_VS_CONN_F_TUNNEL_TYPE_* of linux/ip_vs.h.</summary>
public enum IpvsTunnelType : byte
{
    /// <summary>The packet in another one, without anything in between.</summary>
    IpIp = 0,

    /// <summary>Generic UDP encapsulation, Linux 5.3 and later; needs a port.</summary>
    Gue = 1,

    /// <summary>Generic routing encapsulation, Linux 5.3 and later.</summary>
    Gre = 2,
}

/// <summary>How a packet is wrapped: IPVS_DEST_ATTR_TUN_TYPE, _PORT and _FLAGS.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IpvsTunnel
{
    /// <param name="port">1–65535 in host order for <see cref="IpvsTunnelType.Gue"/>, else 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A field is out of its range: the kernel has EINVAL for GUE without a port.</exception>
    public IpvsTunnel(IpvsTunnelType type, int port = 0, ushort flags = 0)
    {
        if (!Enum.IsDefined(type))
            throw new ArgumentOutOfRangeException(nameof(type), type, "must be IPIP (0), GUE (1) or GRE (2)");
        IpvsRanges.EnsureRange(port, type == IpvsTunnelType.Gue ? 1 : 0, type == IpvsTunnelType.Gue ? ushort.MaxValue : 0, nameof(port));
        (Type, Port, Flags) = (type, port, flags);
    }

    public IpvsTunnelType Type { get; }

    /// <summary>Of the encapsulation, in host order; 0 for what has none.</summary>
    public int Port { get; }

    /// <summary>IP_VS_TUNNEL_ENCAP_FLAG_*: 0 without checksum, 1 with, 2 with remote checksum. The kernel takes any, and knows these.</summary>
    public ushort Flags { get; }
}
