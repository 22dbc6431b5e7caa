using System.Net;
using System.Net.Sockets;
using static Gateway.Netlink.Ipvs.IpvsConstants;

namespace Gateway.Netlink.Ipvs;

/// <summary>IPVS_DAEMON_ATTR_*: writer and reader of a synchronisation daemon. Its numbers, the port included, are in host order.</summary>
internal static class IpvsDaemonCodec
{
    public static void WriteState(ref AttributeWriter attributes, IpvsDaemonState state)
    {
        var nested = attributes.BeginNested(IPVS_CMD_ATTR_DAEMON);
        attributes.WriteUInt32(IPVS_DAEMON_ATTR_STATE, (uint)state);
        attributes.EndNested(nested);
    }

    public static void Write(ref AttributeWriter attributes, IpvsDaemon daemon)
    {
        var nested = attributes.BeginNested(IPVS_CMD_ATTR_DAEMON);
        attributes.WriteUInt32(IPVS_DAEMON_ATTR_STATE, (uint)daemon.State);
        attributes.WriteString(IPVS_DAEMON_ATTR_MCAST_IFN, daemon.Interface);
        attributes.WriteUInt32(IPVS_DAEMON_ATTR_SYNC_ID, (uint)daemon.SyncId);
        // Zero is not written: the kernel has its own defaults for what is missing.
        if (daemon.MaxLength != 0)
            attributes.WriteUInt16(IPVS_DAEMON_ATTR_SYNC_MAXLEN, (ushort)daemon.MaxLength);
        if (daemon.Group is { } group)
            WireAddress.Write(ref attributes, GroupType(group), group);
        if (daemon.Port != 0)
            attributes.WriteUInt16(IPVS_DAEMON_ATTR_MCAST_PORT, (ushort)daemon.Port);
        if (daemon.TimeToLive != 0)
            attributes.WriteByte(IPVS_DAEMON_ATTR_MCAST_TTL, (byte)daemon.TimeToLive);
        attributes.EndNested(nested);
    }

    /// <param name="body">What follows struct nlmsghdr.</param>
    /// <exception cref="NetlinkException">EBADMSG.</exception>
    public static IpvsDaemon? Read(ReadOnlySpan<byte> body)
    {
        var attributes = GenericNetlink.Attributes(body);
        while (attributes.Read())
        {
            if (attributes.Type == IPVS_CMD_ATTR_DAEMON)
                return Read(attributes.ReadNested());
        }
        return null;
    }

    private static IpvsDaemon Read(AttributeReader attributes)
    {
        var (state, sync, name) = (0u, 0u, "");
        var (length, port, hops) = (default(ushort), default(ushort), default(byte));
        IPAddress? group = null;
        while (attributes.Read())
        {
            switch (attributes.Type)
            {
                case IPVS_DAEMON_ATTR_STATE: state = attributes.ReadUInt32(); break;
                case IPVS_DAEMON_ATTR_MCAST_IFN: name = attributes.ReadString(); break;
                case IPVS_DAEMON_ATTR_SYNC_ID: sync = attributes.ReadUInt32(); break;
                case IPVS_DAEMON_ATTR_SYNC_MAXLEN: length = attributes.ReadUInt16(); break;
                case IPVS_DAEMON_ATTR_MCAST_GROUP:
                case IPVS_DAEMON_ATTR_MCAST_GROUP6: group = new(attributes.Value); break;
                case IPVS_DAEMON_ATTR_MCAST_PORT: port = attributes.ReadUInt16(); break;
                case IPVS_DAEMON_ATTR_MCAST_TTL: hops = attributes.ReadByte(); break;
                default: break;
            }
        }
        // Of a number that is too great for it, the kernel puts the last byte into its messages.
        return new((IpvsDaemonState)state, name) { SyncId = (byte)sync, MaxLength = Math.Min((int)length, IpvsDaemon.MaxPayload), Group = group, Port = port, TimeToLive = hops };
    }

    private static ushort GroupType(IPAddress group) =>
        group.AddressFamily == AddressFamily.InterNetworkV6 ? IPVS_DAEMON_ATTR_MCAST_GROUP6 : IPVS_DAEMON_ATTR_MCAST_GROUP;
}
