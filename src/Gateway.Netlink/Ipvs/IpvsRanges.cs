using System.Net;
using System.Net.Sockets;

namespace Gateway.Netlink.Ipvs;

/// <summary>What the fields of services and destinations may be. Each complaint names the field.</summary>
internal static class IpvsRanges
{
    public static void EnsureAddress(IPAddress address, string field)
    {
        ArgumentNullException.ThrowIfNull(address, field);
        if (address.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
            throw new ArgumentException($"{address} is neither an IPv4 nor an IPv6 address", field);
        if (address.IsIPv4MappedToIPv6)
            throw new ArgumentException($"{address} is an IPv4 address written as IPv6; write {address.MapToIPv4()}", field);
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0)
            throw new ArgumentException($"{address} has a scope, which IPVS knows nothing of", field);
    }

    public static void EnsurePort(int port, string field) => EnsureRange(port, 0, ushort.MaxValue, field);

    public static void EnsureProtocol(IpvsProtocol protocol, string field)
    {
        if (!Enum.IsDefined(protocol))
            throw new ArgumentOutOfRangeException(field, protocol, "must be TCP (6), UDP (17) or SCTP (132)");
    }

    public static void EnsureRange(long value, long least, long most, string field)
    {
        if (value < least || value > most)
            throw new ArgumentOutOfRangeException(field, value, $"must be within {least}–{most}");
    }
}
