using static Gateway.Netlink.Ipvs.IpvsConstants;

namespace Gateway.Netlink.Ipvs;

/// <summary>IPVS_STATS_ATTR_*: reader of statistics, of those with 64 bits and of the older ones, most of which have 32.</summary>
internal static class IpvsStatisticsCodec
{
    private const int Count = IPVS_STATS_ATTR_OUTBPS + 1;

    public static IpvsStatistics Read(AttributeReader attributes)
    {
        Span<ulong> values = stackalloc ulong[Count];
        values.Clear();
        while (attributes.Read())
        {
            // IPVS_STATS_ATTR_PAD, which aligns the next one, is beyond the last.
            if (attributes.Type < Count)
                values[attributes.Type] = attributes.Value.Length == sizeof(uint) ? attributes.ReadUInt32() : attributes.ReadUInt64();
        }
        return new(
            Connections: values[IPVS_STATS_ATTR_CONNS],
            InPackets: values[IPVS_STATS_ATTR_INPKTS],
            OutPackets: values[IPVS_STATS_ATTR_OUTPKTS],
            InBytes: values[IPVS_STATS_ATTR_INBYTES],
            OutBytes: values[IPVS_STATS_ATTR_OUTBYTES],
            ConnectionsPerSecond: values[IPVS_STATS_ATTR_CPS],
            InPacketsPerSecond: values[IPVS_STATS_ATTR_INPPS],
            OutPacketsPerSecond: values[IPVS_STATS_ATTR_OUTPPS],
            InBytesPerSecond: values[IPVS_STATS_ATTR_INBPS],
            OutBytesPerSecond: values[IPVS_STATS_ATTR_OUTBPS]);
    }
}
