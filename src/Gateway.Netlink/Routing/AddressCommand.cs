using System.Net;
using System.Net.Sockets;

namespace Gateway.Netlink.Routing;

/// <summary>One change of the addresses of a link. Every value is validated where it is set.</summary>
public abstract record AddressCommand
{
    /// <exception cref="ArgumentException">A field is out of its range, or of another family.</exception>
    private AddressCommand(int linkIndex, IPAddress address, int prefixLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(linkIndex, 1);
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
            throw new ArgumentException($"{address} is neither an IPv4 nor an IPv6 address", nameof(address));
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0)
            throw new ArgumentException($"{address} has a scope, which is for the index of the link to say", nameof(address));
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        LinkIndex = linkIndex;
        Address = address;
        PrefixLength = prefixLength;
    }

    /// <summary>1 or more.</summary>
    public int LinkIndex { get; }

    public IPAddress Address { get; }

    /// <summary>In bits: 0–32 for IPv4, 0–128 for IPv6.</summary>
    public int PrefixLength { get; }

    /// <summary>RTM_NEWADDR, without a route to its prefix, and for IPv6 without the search for duplicates; EEXIST where it is there.</summary>
    public sealed record Add(int LinkIndex, IPAddress Address, int PrefixLength) : AddressCommand(LinkIndex, Address, PrefixLength);

    /// <summary>RTM_DELADDR; EADDRNOTAVAIL where it is not there.</summary>
    public sealed record Delete(int LinkIndex, IPAddress Address, int PrefixLength) : AddressCommand(LinkIndex, Address, PrefixLength);
}

/// <summary>A command that the kernel refused.</summary>
/// <param name="Index">Which of the commands that were given.</param>
/// <param name="Error">The kernel's error number, positive, such as 17 for EEXIST.</param>
/// <param name="Message">The error's name and the kernel's own sentence where it gave one.</param>
public sealed record AddressFailure(int Index, int Error, string Message);
