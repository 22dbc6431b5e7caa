using System.Net;
using System.Net.Sockets;

namespace Gateway.Netlink.Ipvs;

/// <summary>What makes a virtual service unique: address, port and protocol; or a firewall mark and a family.</summary>
public readonly record struct IpvsServiceKey
{
    private IpvsServiceKey(AddressFamily family, IPAddress? address, int port, IpvsProtocol protocol, uint firewallMark)
    {
        Family = family;
        Address = address;
        Port = port;
        Protocol = protocol;
        FirewallMark = firewallMark;
    }

    /// <summary><see cref="AddressFamily.InterNetwork"/> or <see cref="AddressFamily.InterNetworkV6"/>.</summary>
    public AddressFamily Family { get; }

    /// <summary>Null for a firewall mark.</summary>
    public IPAddress? Address { get; }

    /// <summary>0–65535 in host order; 0 is every port, which the kernel takes of any service and balances of a persistent one alone. 0 for a firewall mark.</summary>
    public int Port { get; }

    /// <summary>No protocol (0) for a firewall mark.</summary>
    public IpvsProtocol Protocol { get; }

    /// <summary>In host order; 0 for an address.</summary>
    public uint FirewallMark { get; }

    /// <exception cref="ArgumentException">A field is out of its range, or of another family.</exception>
    public static IpvsServiceKey For(IPAddress address, int port, IpvsProtocol protocol)
    {
        IpvsRanges.EnsureAddress(address, nameof(address));
        IpvsRanges.EnsurePort(port, nameof(port));
        IpvsRanges.EnsureProtocol(protocol, nameof(protocol));
        return new(address.AddressFamily, address, port, protocol, 0);
    }

    /// <param name="mark">1 or more.</param>
    /// <exception cref="ArgumentException">A field is out of its range.</exception>
    public static IpvsServiceKey ForMark(uint mark, AddressFamily family)
    {
        ArgumentOutOfRangeException.ThrowIfZero(mark);
        if (family is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
            throw new ArgumentException($"{family} is neither IPv4 nor IPv6", nameof(family));
        return new(family, null, 0, default, mark);
    }

    /// <summary>Such as <c>tcp 10.96.0.1:443</c> or <c>fwmark 7 (IPv6)</c>.</summary>
    public override string ToString() => Address is null
        ? $"fwmark {FirewallMark}{(Family == AddressFamily.InterNetworkV6 ? " (IPv6)" : "")}"
        : $"{Protocol.ToString().ToLowerInvariant()} {new IPEndPoint(Address, Port)}";
}
