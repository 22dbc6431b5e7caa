using System.Net;
using System.Net.Sockets;

namespace Gateway.Netlink.Ipvs;

/// <summary>
/// What the fields of services and destinations may be, by net/netfilter/ipvs/ip_vs_ctl.c: what the kernel always refuses is refused here, and each complaint
/// names the field. What it refuses because of what else there is, is its own to say.
/// </summary>
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
            throw new ArgumentException($"{address} has a scope, which the kernel is not told", field);
    }

    /// <summary>Whether <see cref="EnsureAddress"/> lets it pass.</summary>
    public static bool IsAddress(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork
        || (address.AddressFamily == AddressFamily.InterNetworkV6 && address is { ScopeId: 0, IsIPv4MappedToIPv6: false });

    public static bool IsMulticast(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[WireAddress.MaxLength];
        return address.TryWriteBytes(bytes, out var length) && (length == WireAddress.MaxLength ? bytes[0] == 0xff : bytes[0] is >= 224 and < 240);
    }

    public static void EnsurePort(int port, string field) => EnsureRange(port, 0, ushort.MaxValue, field);

    public static void EnsureProtocol(IpvsProtocol protocol, string field)
    {
        if (!Enum.IsDefined(protocol))
            throw new ArgumentOutOfRangeException(field, protocol, "must be TCP (6), UDP (17) or SCTP (132)");
    }

    /// <summary>Not the default of its type, which is no key of any service.</summary>
    public static void EnsureKey(IpvsServiceKey key, string field)
    {
        if (key.Address is null && key.FirewallMark == 0)
            throw new ArgumentException("neither an address nor a firewall mark", field);
    }

    /// <summary>Without the parts of a second.</summary>
    public static TimeSpan WholeSeconds(TimeSpan value, long most, string field)
    {
        if (value < TimeSpan.Zero || value.TotalSeconds > most)
            throw new ArgumentOutOfRangeException(field, value, $"must be within 0–{most} s");
        return TimeSpan.FromSeconds((long)value.TotalSeconds);
    }

    public static void EnsureRange(long value, long least, long most, string field)
    {
        if (value < least || value > most)
            throw new ArgumentOutOfRangeException(field, value, $"must be within {least}–{most}");
    }
}
