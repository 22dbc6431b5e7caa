using static Gateway.Netlink.Ipvs.IpvsConstants;

namespace Gateway.Netlink.Ipvs;

/// <summary>Reads the answers that are about no entry.</summary>
internal static class IpvsReplies
{
    /// <returns>Null for what has no version.</returns>
    public static IpvsInfo? ReadInfo(ReadOnlySpan<byte> body)
    {
        var (version, size) = (0u, 0u);
        var attributes = GenericNetlink.Attributes(body);
        while (attributes.Read())
        {
            if (attributes.Type == IPVS_INFO_ATTR_VERSION)
                version = attributes.ReadUInt32();
            else if (attributes.Type == IPVS_INFO_ATTR_CONN_TAB_SIZE)
                size = attributes.ReadUInt32();
        }
        // NVERSION of linux/ip_vs.h.
        return version == 0 ? null : new(new((int)(version >> 16) & 0xff, (int)(version >> 8) & 0xff, (int)version & 0xff), (int)size);
    }

    /// <summary>Boxed, since an answer may be missing.</summary>
    public sealed record Timeouts(IpvsTimeouts Value);

    public static Timeouts? ReadTimeouts(ReadOnlySpan<byte> body)
    {
        var (tcp, tcpFin, udp) = (0u, 0u, 0u);
        var attributes = GenericNetlink.Attributes(body);
        while (attributes.Read())
        {
            switch (attributes.Type)
            {
                case IPVS_CMD_ATTR_TIMEOUT_TCP: tcp = attributes.ReadUInt32(); break;
                case IPVS_CMD_ATTR_TIMEOUT_TCP_FIN: tcpFin = attributes.ReadUInt32(); break;
                case IPVS_CMD_ATTR_TIMEOUT_UDP: udp = attributes.ReadUInt32(); break;
                default: break;
            }
        }
        return new(new IpvsTimeouts(Seconds(tcp), Seconds(tcpFin), Seconds(udp)));
    }

    private static TimeSpan Seconds(uint seconds) => TimeSpan.FromSeconds(Math.Min(seconds, IpvsTimeouts.MaxSeconds));
}
