using System.Net;
using System.Net.Sockets;

namespace Gateway.Netlink.Ipvs;

/// <summary>IP_VS_STATE_*: which end of the synchronisation of connections between machines.</summary>
public enum IpvsDaemonState : uint
{
    /// <summary>IP_VS_STATE_MASTER: tells of its connections.</summary>
    Master = 1,

    /// <summary>IP_VS_STATE_BACKUP: listens.</summary>
    Backup = 2,
}

/// <summary>A synchronisation daemon of the kernel's, IPVS_DAEMON_ATTR_*. There is at most one of each state. Every value is validated where it is set.</summary>
public sealed record IpvsDaemon
{
    /// <summary>IP_VS_IFNAME_MAXLEN without its terminating zero.</summary>
    private const int MaxInterfaceName = 15;

    /// <param name="interface">The name of the link it speaks on, 1–15 ASCII characters.</param>
    /// <exception cref="ArgumentException">A field is out of its range.</exception>
    public IpvsDaemon(IpvsDaemonState state, string @interface)
    {
        if (!Enum.IsDefined(state))
            throw new ArgumentOutOfRangeException(nameof(state), state, "must be master (1) or backup (2)");
        if (@interface is not { Length: > 0 and <= MaxInterfaceName } || !@interface.All(character => character is > ' ' and <= '~' and not '/'))
            throw new ArgumentException($"\"{@interface}\" is no name of a link: 1–{MaxInterfaceName} ASCII characters", nameof(@interface));
        State = state;
        Interface = @interface;
    }

    public IpvsDaemonState State { get; }

    public string Interface { get; }

    /// <summary>0–255; a backup with 0 listens to every master.</summary>
    public int SyncId
    {
        get;
        init
        {
            IpvsRanges.EnsureRange(value, 0, byte.MaxValue, nameof(SyncId));
            field = value;
        }
    }

    /// <summary>The longest UDP payload in bytes, 1–65507; 0 for what fits the link.</summary>
    public int MaxLength
    {
        get;
        init
        {
            IpvsRanges.EnsureRange(value, 0, 65_507, nameof(MaxLength));
            field = value;
        }
    }

    /// <summary>A multicast address, IPv4 or IPv6; null for the kernel's 224.0.0.81.</summary>
    public IPAddress? Group
    {
        get;
        init => field = value is null || IsMulticast(value) ? value : throw new ArgumentException($"{nameof(Group)} {value} is no multicast address", nameof(value));
    }

    /// <summary>1–65535 in host order; 0 for the kernel's 8848.</summary>
    public int Port
    {
        get;
        init
        {
            IpvsRanges.EnsurePort(value, nameof(Port));
            field = value;
        }
    }

    /// <summary>1–255; 0 for the kernel's 1.</summary>
    public int TimeToLive
    {
        get;
        init
        {
            IpvsRanges.EnsureRange(value, 0, byte.MaxValue, nameof(TimeToLive));
            field = value;
        }
    }

    private static bool IsMulticast(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? address.GetAddressBytes()[0] is >= 224 and < 240 : address.IsIPv6Multicast;
}
