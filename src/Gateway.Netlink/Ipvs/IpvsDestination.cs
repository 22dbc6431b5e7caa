using System.Net;
using System.Runtime.InteropServices;

namespace Gateway.Netlink.Ipvs;

/// <summary>How packets get to a destination: IP_VS_CONN_F_FWD_MASK of linux/ip_vs.h.</summary>
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

/// <summary>IP_VS_CONN_F_TUNNEL_TYPE_*.</summary>
public enum IpvsTunnelType : byte
{
    IpIp = 0,

    /// <summary>Generic UDP encapsulation; needs a port.</summary>
    Gue = 1,

    Gre = 2,
}

/// <param name="Port">Of the encapsulation, 1–65535 in host order for <see cref="IpvsTunnelType.Gue"/>, else 0.</param>
/// <param name="Flags">IP_VS_TUNNEL_ENCAP_FLAG_*: 0 without checksum, 1 with, 2 with remote checksum.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IpvsTunnel(IpvsTunnelType Type, int Port = 0, ushort Flags = 0)
{
    /// <exception cref="ArgumentOutOfRangeException">Out of its range.</exception>
    public int Port { get; } = EnsurePort(Type, Port);

    private static int EnsurePort(IpvsTunnelType type, int port)
    {
        IpvsRanges.EnsureRange(port, type == IpvsTunnelType.Gue ? 1 : 0, type == IpvsTunnelType.Gue ? ushort.MaxValue : 0, nameof(Port));
        return port;
    }
}

/// <summary>What tells a destination from the others of its service.</summary>
public readonly record struct IpvsDestinationKey(IPAddress Address, int Port)
{
    public override string ToString() => new IPEndPoint(Address, Port).ToString();
}

/// <summary>A destination (a "real server") as it is configured. Every value is validated where it is set.</summary>
public sealed record IpvsDestination
{
    /// <param name="port">0–65535 in host order; 0 for a service of every port.</param>
    /// <exception cref="ArgumentException">A field is out of its range.</exception>
    public IpvsDestination(IPAddress address, int port)
    {
        IpvsRanges.EnsureAddress(address, nameof(address));
        IpvsRanges.EnsurePort(port, nameof(port));
        Key = new(address, port);
    }

    public IpvsDestinationKey Key { get; }

    public IpvsForwarding Forwarding { get; init; }

    /// <summary>0–65535 as the gateway has them (the kernel takes any non-negative int); 0 takes no new connections.</summary>
    public int Weight
    {
        get;
        init
        {
            IpvsRanges.EnsureRange(value, 0, int.MaxValue, nameof(Weight));
            field = value;
        }
    } = 1;

    /// <summary>Connections above which it takes no more; 0 for no limit.</summary>
    public uint UpperThreshold { get; init; }

    /// <summary>Connections below which it takes some again; 0 for three quarters of <see cref="UpperThreshold"/>.</summary>
    public uint LowerThreshold { get; init; }

    /// <summary>Of <see cref="IpvsForwarding.Tunnel"/> alone.</summary>
    public IpvsTunnel Tunnel { get; init; }
}
