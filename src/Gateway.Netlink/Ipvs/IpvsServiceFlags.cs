namespace Gateway.Netlink.Ipvs;

/// <summary>Flags of a virtual service, IP_VS_SVC_F_* of linux/ip_vs.h. What the three scheduler flags mean is for the scheduler to say.</summary>
[Flags]
public enum IpvsServiceFlags : uint
{
    None = 0,

    /// <summary>IP_VS_SVC_F_PERSISTENT: a client stays on its destination for <see cref="IpvsService.PersistenceTimeout"/>.</summary>
    Persistent = 0x1,

    /// <summary>IP_VS_SVC_F_HASHED: the kernel's own; it says so of every service that is in its table, and takes no notice of it from us.</summary>
    Hashed = 0x2,

    /// <summary>IP_VS_SVC_F_ONEPACKET: every UDP datagram is scheduled by itself.</summary>
    OnePacket = 0x4,

    /// <summary>
    /// IP_VS_SVC_F_SCHED1. Of sh and mh (IP_VS_SVC_F_SCHED_SH_FALLBACK, IP_VS_SVC_F_SCHED_MH_FALLBACK): another destination where the one that is hashed to
    /// takes no connections.
    /// </summary>
    Scheduler1 = 0x8,

    /// <summary>IP_VS_SVC_F_SCHED2. Of sh and mh (IP_VS_SVC_F_SCHED_SH_PORT, IP_VS_SVC_F_SCHED_MH_PORT): the client's port is hashed, too.</summary>
    Scheduler2 = 0x10,

    /// <summary>IP_VS_SVC_F_SCHED3; no scheduler uses it yet.</summary>
    Scheduler3 = 0x20,
}
