using System.Runtime.InteropServices;

namespace Gateway.Netlink.Ipvs;

/// <summary>IPVS_SVC_ATTR_STATS64 and IPVS_DEST_ATTR_STATS64: totals since the entry was made or zeroed, and rates as the kernel estimates them.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IpvsStatistics(
    ulong Connections,
    ulong InPackets,
    ulong OutPackets,
    ulong InBytes,
    ulong OutBytes,
    ulong ConnectionsPerSecond,
    ulong InPacketsPerSecond,
    ulong OutPacketsPerSecond,
    ulong InBytesPerSecond,
    ulong OutBytesPerSecond);

/// <summary>A virtual service as the kernel has it.</summary>
public sealed record IpvsServiceState(IpvsService Service, IpvsStatistics Statistics);

/// <summary>A destination as the kernel has it.</summary>
/// <param name="ActiveConnections">Established ones, and for UDP all.</param>
/// <param name="InactiveConnections">All others that it still remembers.</param>
/// <param name="PersistentConnections">Clients that are kept on it.</param>
public sealed record IpvsDestinationState(
    IpvsDestination Destination, uint ActiveConnections, uint InactiveConnections, uint PersistentConnections, IpvsStatistics Statistics);

/// <param name="Version">As in <c>1.2.1</c>.</param>
/// <param name="ConnectionTableSize">Buckets of the table of connections.</param>
public sealed record IpvsInfo(Version Version, int ConnectionTableSize);
