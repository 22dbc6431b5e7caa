using System.Net;

namespace Gateway.Netlink.Ipvs;

/// <summary>What tells a destination from the others of its service.</summary>
public readonly record struct IpvsDestinationKey
{
    /// <param name="port">0–65535 in host order; 0 for the port that the client asked for.</param>
    /// <exception cref="ArgumentException">A field is out of its range, or the address is none that can be sent to.</exception>
    public IpvsDestinationKey(IPAddress address, int port)
    {
        IpvsRanges.EnsureAddress(address, nameof(address));
        if (!CanBeSentTo(address))
            throw new ArgumentException($"{address} is no unicast address, and the kernel takes no other for a destination", nameof(address));
        IpvsRanges.EnsurePort(port, nameof(port));
        (Address, Port) = (address, port);
    }

    public IPAddress Address { get; }

    /// <summary>In host order.</summary>
    public int Port { get; }

    /// <summary>
    /// Whether it is an address that the kernel may take for a destination: neither the unspecified one, nor a multicast one, nor the broadcast of IPv4. A
    /// link-local one of IPv6 it takes where that is this machine's own, and what is broadcast on a link depends on its addresses: EINVAL of the kernel.
    /// </summary>
    public static bool CanBeSentTo(IPAddress address) => IpvsRanges.IsAddress(address)
        && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) && !address.Equals(IPAddress.Broadcast) && !IpvsRanges.IsMulticast(address);

    /// <summary>Such as <c>10.244.0.1:8080</c>.</summary>
    public override string ToString() => Address is null ? "" : new IPEndPoint(Address, Port).ToString();
}
