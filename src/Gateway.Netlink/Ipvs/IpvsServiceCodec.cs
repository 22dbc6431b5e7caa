using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Runtime.InteropServices;
using static Gateway.Netlink.Ipvs.IpvsConstants;

namespace Gateway.Netlink.Ipvs;

/// <summary>IPVS_SVC_ATTR_*: writer and reader of a virtual service.</summary>
internal static class IpvsServiceCodec
{
    /// <summary>Of struct ip_vs_flags: all flags are to be what we say.</summary>
    private const uint EveryFlag = uint.MaxValue;

    /// <summary>What tells one service from another.</summary>
    public static void WriteKey(ref AttributeWriter attributes, IpvsServiceKey key)
    {
        var nested = attributes.BeginNested(IPVS_CMD_ATTR_SERVICE);
        WriteKeyFields(ref attributes, key);
        attributes.EndNested(nested);
    }

    public static void Write(ref AttributeWriter attributes, IpvsService service)
    {
        var nested = attributes.BeginNested(IPVS_CMD_ATTR_SERVICE);
        WriteKeyFields(ref attributes, service.Key);
        attributes.WriteString(IPVS_SVC_ATTR_SCHED_NAME, service.Scheduler);
        Span<byte> flags = stackalloc byte[2 * sizeof(uint)];
        MemoryMarshal.Write(flags, (uint)service.Flags);
        MemoryMarshal.Write(flags[sizeof(uint)..], EveryFlag);
        attributes.WriteBytes(IPVS_SVC_ATTR_FLAGS, flags);
        attributes.WriteUInt32(IPVS_SVC_ATTR_TIMEOUT, (uint)service.PersistenceTimeout.TotalSeconds);
        if (service.Key.Family == AddressFamily.InterNetworkV6)
            attributes.WriteUInt32(IPVS_SVC_ATTR_NETMASK, (uint)service.PersistencePrefix);
        else
            attributes.WriteUInt32BigEndian(IPVS_SVC_ATTR_NETMASK, Mask(service.PersistencePrefix));
        attributes.EndNested(nested);
    }

    /// <param name="body">What follows struct nlmsghdr.</param>
    /// <returns>Null for a service that cannot be said here, such as one of an IPv4 address written as IPv6: nobody who uses this made it.</returns>
    /// <exception cref="NetlinkException">EBADMSG.</exception>
    public static IpvsServiceState? Read(ReadOnlySpan<byte> body)
    {
        var attributes = GenericNetlink.Attributes(body);
        while (attributes.Read())
        {
            if (attributes.Type == IPVS_CMD_ATTR_SERVICE)
                return Read(attributes.ReadNested());
        }
        return null;
    }

    private static IpvsServiceState? Read(AttributeReader attributes)
    {
        var (family, protocol, mark, flags, timeout) = (default(ushort), default(ushort), 0u, 0u, 0u);
        var port = default(ushort);
        ReadOnlySpan<byte> address = default;
        ReadOnlySpan<byte> mask = default;
        var scheduler = IpvsSchedulerNames.None;
        var statistics = default(IpvsStatistics);
        var wide = false;
        while (attributes.Read())
        {
            switch (attributes.Type)
            {
                case IPVS_SVC_ATTR_AF: family = attributes.ReadUInt16(); break;
                case IPVS_SVC_ATTR_PROTOCOL: protocol = attributes.ReadUInt16(); break;
                case IPVS_SVC_ATTR_ADDR: address = attributes.Value; break;
                case IPVS_SVC_ATTR_PORT: port = attributes.ReadUInt16BigEndian(); break;
                case IPVS_SVC_ATTR_FWMARK: mark = attributes.ReadUInt32(); break;
                case IPVS_SVC_ATTR_SCHED_NAME: scheduler = IpvsSchedulerNames.Read(attributes); break;
                case IPVS_SVC_ATTR_FLAGS: flags = MemoryMarshal.Read<uint>(attributes.ReadBytes(sizeof(uint))); break;
                case IPVS_SVC_ATTR_TIMEOUT: timeout = attributes.ReadUInt32(); break;
                case IPVS_SVC_ATTR_NETMASK: mask = attributes.ReadBytes(sizeof(uint)); break;
                // Kernels before 4.1 have the narrow one alone; newer ones have both, and the order is theirs.
                case IPVS_SVC_ATTR_STATS64: (statistics, wide) = (IpvsStatisticsCodec.Read(attributes.ReadNested()), true); break;
                case IPVS_SVC_ATTR_STATS when !wide: statistics = IpvsStatisticsCodec.Read(attributes.ReadNested()); break;
                default: break;
            }
        }
        if (ReadKey(family, protocol, address, port, mark) is not { } key)
            return null;
        return new(
            new IpvsService(key)
            {
                Scheduler = scheduler,
                Flags = (IpvsServiceFlags)flags,
                PersistenceTimeout = TimeSpan.FromSeconds(Math.Min(timeout, IpvsService.MaxTimeoutSeconds)),
                PersistencePrefix = ReadPrefix(key.Family, mask),
            },
            statistics);
    }

    private static IpvsServiceKey? ReadKey(ushort family, ushort protocol, ReadOnlySpan<byte> address, ushort port, uint mark)
    {
        if (!WireAddress.IsKnown(family))
            return null;
        if (mark != 0)
            return IpvsServiceKey.ForMark(mark, family == WireAddress.AF_INET6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
        if (!Enum.IsDefined((IpvsProtocol)protocol) || address.Length < WireAddress.Length((byte)family))
            return null;
        var ip = new IPAddress(address[..WireAddress.Length((byte)family)]);
        return ip.IsIPv4MappedToIPv6 ? null : IpvsServiceKey.For(ip, port, (IpvsProtocol)protocol);
    }

    private static void WriteKeyFields(ref AttributeWriter attributes, IpvsServiceKey key)
    {
        attributes.WriteUInt16(IPVS_SVC_ATTR_AF, WireAddress.Family(key.Family));
        if (key.Address is null)
        {
            attributes.WriteUInt32(IPVS_SVC_ATTR_FWMARK, key.FirewallMark);
            return;
        }
        attributes.WriteUInt16(IPVS_SVC_ATTR_PROTOCOL, (ushort)key.Protocol);
        WireAddress.WriteUnion(ref attributes, IPVS_SVC_ATTR_ADDR, key.Address);
        attributes.WriteUInt16BigEndian(IPVS_SVC_ATTR_PORT, (ushort)key.Port);
    }

    /// <summary>A mask in network order for IPv4, a number of bits in host order for IPv6. Of a mask with gaps, the bits before the first one.</summary>
    private static int ReadPrefix(AddressFamily family, ReadOnlySpan<byte> mask)
    {
        if (family == AddressFamily.InterNetworkV6)
            return mask.IsEmpty ? 128 : (int)Math.Clamp(MemoryMarshal.Read<uint>(mask), 1, 128);
        return mask.IsEmpty ? 32 : BitOperations.LeadingZeroCount(~BinaryPrimitives.ReadUInt32BigEndian(mask));
    }

    private static uint Mask(int prefix) => prefix == 0 ? 0 : uint.MaxValue << (32 - prefix);
}
