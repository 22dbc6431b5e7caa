using System.Runtime.InteropServices;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs;

/// <summary>What a virtual service has carried.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TrafficCount(ulong Connections, ulong InPackets, ulong OutPackets, ulong InBytes, ulong OutBytes)
{
    public static TrafficCount Of(IpvsStatistics statistics) =>
        new(statistics.Connections, statistics.InPackets, statistics.OutPackets, statistics.InBytes, statistics.OutBytes);

    public static TrafficCount operator +(TrafficCount left, TrafficCount right) => new(
        left.Connections + right.Connections,
        left.InPackets + right.InPackets,
        left.OutPackets + right.OutPackets,
        left.InBytes + right.InBytes,
        left.OutBytes + right.OutBytes);

    /// <summary>What came since. Where one of the counters is lower than it was, they have all begun anew, and all they have came since.</summary>
    public TrafficCount Since(TrafficCount before) =>
        Connections < before.Connections || InPackets < before.InPackets || OutPackets < before.OutPackets || InBytes < before.InBytes || OutBytes < before.OutBytes
            ? this
            : new(
                Connections - before.Connections,
                InPackets - before.InPackets,
                OutPackets - before.OutPackets,
                InBytes - before.InBytes,
                OutBytes - before.OutBytes);
}
