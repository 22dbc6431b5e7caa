using System.Net;

namespace Gateway.Netlink.Ipvs;

/// <summary>IP_VS_STATE_*: which end of the synchronisation of connections between machines.</summary>
public enum IpvsDaemonState : uint
{
    /// <summary>IP_VS_STATE_MASTER: tells of its connections.</summary>
    Master = 1,

    /// <summary>IP_VS_STATE_BACKUP: listens.</summary>
    Backup = 2,
}

/// <summary>A synchronisation daemon of the kernel's, IPVS_DAEMON_ATTR_*; at most one of each state. Every value is validated where it is set.</summary>
public sealed record IpvsDaemon
{
    /// <summary>Of a UDP datagram over IPv4.</summary>
    internal const int MaxPayload = 65_507;

    /// <param name="interface">The name of the link it speaks on, 1–15 bytes of UTF-8 without slash, colon and space.</param>
    /// <exception cref="ArgumentException">A field is out of its range.</exception>
    public IpvsDaemon(IpvsDaemonState state, string @interface)
    {
        EnsureState(state, nameof(state));
        LinkName.Ensure(@interface, nameof(@interface));
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

    /// <summary>
    /// The longest UDP payload in bytes, 1–65507; 0 for what fits the link. The kernel makes it 1024 at least for a backup, and 65487 at most over IPv6.
    /// </summary>
    public int MaxLength
    {
        get;
        init
        {
            IpvsRanges.EnsureRange(value, 0, MaxPayload, nameof(MaxLength));
            field = value;
        }
    }

    /// <summary>A multicast address, IPv4 or IPv6 without a scope, else the kernel has EINVAL; null for the kernel's 224.0.0.81.</summary>
    public IPAddress? Group
    {
        get;
        init => field = value is null || (IpvsRanges.IsAddress(value) && IpvsRanges.IsMulticast(value))
            ? value
            : throw new ArgumentException($"{nameof(Group)} {value} is no multicast address", nameof(value));
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

    internal static void EnsureState(IpvsDaemonState state, string field)
    {
        if (!Enum.IsDefined(state))
            throw new ArgumentOutOfRangeException(field, state, "must be master (1) or backup (2)");
    }
}
