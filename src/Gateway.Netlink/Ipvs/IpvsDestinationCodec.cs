using System.Net;
using static Gateway.Netlink.Ipvs.IpvsConstants;

namespace Gateway.Netlink.Ipvs;

/// <summary>IPVS_DEST_ATTR_*: writer and reader of a destination.</summary>
internal static class IpvsDestinationCodec
{
    /// <summary>What tells one destination of a service from another.</summary>
    public static void WriteKey(ref AttributeWriter attributes, IpvsDestinationKey key)
    {
        var nested = attributes.BeginNested(IPVS_CMD_ATTR_DEST);
        WriteKeyFields(ref attributes, key);
        attributes.EndNested(nested);
    }

    public static void Write(ref AttributeWriter attributes, IpvsDestination destination)
    {
        var nested = attributes.BeginNested(IPVS_CMD_ATTR_DEST);
        WriteKeyFields(ref attributes, destination.Key);
        attributes.WriteUInt32(IPVS_DEST_ATTR_FWD_METHOD, (uint)destination.Forwarding);
        attributes.WriteUInt32(IPVS_DEST_ATTR_WEIGHT, (uint)destination.Weight);
        attributes.WriteByte(IPVS_DEST_ATTR_TUN_TYPE, (byte)destination.Tunnel.Type);
        attributes.WriteUInt16BigEndian(IPVS_DEST_ATTR_TUN_PORT, (ushort)destination.Tunnel.Port);
        attributes.WriteUInt16(IPVS_DEST_ATTR_TUN_FLAGS, destination.Tunnel.Flags);
        attributes.WriteUInt32(IPVS_DEST_ATTR_U_THRESH, destination.Thresholds.Upper);
        attributes.WriteUInt32(IPVS_DEST_ATTR_L_THRESH, destination.Thresholds.Lower);
        attributes.EndNested(nested);
    }

    /// <param name="body">What follows struct nlmsghdr.</param>
    /// <param name="serviceFamily">Of the service: before Linux 3.18 a destination has no family of its own.</param>
    /// <returns>Null for a destination that cannot be said here, such as one of an IPv4 address written as IPv6: nobody who uses this made it.</returns>
    /// <exception cref="NetlinkException">EBADMSG.</exception>
    public static IpvsDestinationState? Read(ReadOnlySpan<byte> body, byte serviceFamily)
    {
        var attributes = GenericNetlink.Attributes(body);
        while (attributes.Read())
        {
            if (attributes.Type == IPVS_CMD_ATTR_DEST)
                return Read(attributes.ReadNested(), serviceFamily);
        }
        return null;
    }

    private static IpvsDestinationState? Read(AttributeReader attributes, ushort family)
    {
        ReadOnlySpan<byte> address = default;
        var (port, tunnelPort, tunnelFlags) = (default(ushort), default(ushort), default(ushort));
        var tunnelType = default(IpvsTunnelType);
        var (forwarding, weight, upper, lower, active, inactive, persistent) = (0u, 0u, 0u, 0u, 0u, 0u, 0u);
        var statistics = default(IpvsStatistics);
        var wide = false;
        while (attributes.Read())
        {
            switch (attributes.Type)
            {
                case IPVS_DEST_ATTR_ADDR_FAMILY: family = attributes.ReadUInt16(); break;
                case IPVS_DEST_ATTR_ADDR: address = attributes.Value; break;
                case IPVS_DEST_ATTR_PORT: port = attributes.ReadUInt16BigEndian(); break;
                case IPVS_DEST_ATTR_FWD_METHOD: forwarding = attributes.ReadUInt32() & IP_VS_CONN_F_FWD_MASK; break;
                case IPVS_DEST_ATTR_WEIGHT: weight = attributes.ReadUInt32(); break;
                case IPVS_DEST_ATTR_TUN_TYPE: tunnelType = (IpvsTunnelType)attributes.ReadByte(); break;
                case IPVS_DEST_ATTR_TUN_PORT: tunnelPort = attributes.ReadUInt16BigEndian(); break;
                case IPVS_DEST_ATTR_TUN_FLAGS: tunnelFlags = attributes.ReadUInt16(); break;
                case IPVS_DEST_ATTR_U_THRESH: upper = attributes.ReadUInt32(); break;
                case IPVS_DEST_ATTR_L_THRESH: lower = attributes.ReadUInt32(); break;
                case IPVS_DEST_ATTR_ACTIVE_CONNS: active = attributes.ReadUInt32(); break;
                case IPVS_DEST_ATTR_INACT_CONNS: inactive = attributes.ReadUInt32(); break;
                case IPVS_DEST_ATTR_PERSIST_CONNS: persistent = attributes.ReadUInt32(); break;
                case IPVS_DEST_ATTR_STATS64: (statistics, wide) = (IpvsStatisticsCodec.Read(attributes.ReadNested()), true); break;
                case IPVS_DEST_ATTR_STATS when !wide: statistics = IpvsStatisticsCodec.Read(attributes.ReadNested()); break;
                default: break;
            }
        }
        if (ReadAddress(address, family) is not { } ip || !IsTunnel(tunnelType, tunnelPort))
            return null;
        return new(
            new IpvsDestination(ip, port)
            {
                Forwarding = (IpvsForwarding)forwarding,
                Weight = (int)Math.Min(weight, int.MaxValue),
                Thresholds = IpvsThresholds.Nearest(upper, lower),
                Tunnel = new(tunnelType, tunnelType == IpvsTunnelType.Gue ? tunnelPort : 0, tunnelFlags),
            },
            active,
            inactive,
            persistent,
            statistics);
    }

    private static IPAddress? ReadAddress(ReadOnlySpan<byte> address, ushort family)
    {
        if (!WireAddress.IsKnown(family) || address.Length < WireAddress.Length((byte)family))
            return null;
        var ip = new IPAddress(address[..WireAddress.Length((byte)family)]);
        return IpvsDestinationKey.CanBeSentTo(ip) ? ip : null;
    }

    /// <summary>Whether it can be said here: the kernel keeps any type, and makes sure of the port of one.</summary>
    private static bool IsTunnel(IpvsTunnelType type, ushort port) => Enum.IsDefined(type) && (type != IpvsTunnelType.Gue || port != 0);

    private static void WriteKeyFields(ref AttributeWriter attributes, IpvsDestinationKey key)
    {
        attributes.WriteUInt16(IPVS_DEST_ATTR_ADDR_FAMILY, WireAddress.Family(key.Address.AddressFamily));
        WireAddress.WriteUnion(ref attributes, IPVS_DEST_ATTR_ADDR, key.Address);
        attributes.WriteUInt16BigEndian(IPVS_DEST_ATTR_PORT, (ushort)key.Port);
    }
}
