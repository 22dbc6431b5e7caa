using System.Net;
using System.Net.Sockets;
using Gateway.Netlink.Ipvs;

namespace Gateway.Netlink.Conntrack;

/// <summary>
/// A connection as the kernel tracks it, CTA_* of linux/netfilter/nfnetlink_conntrack.h: the way out, and the way back after translation. Ports are in host
/// order. Every value is validated where it is set: an <see cref="ArgumentException"/> names the field.
/// </summary>
/// <param name="Family"><see cref="AddressFamily.InterNetwork"/> or <see cref="AddressFamily.InterNetworkV6"/>, of all four ends.</param>
/// <param name="Id">CTA_ID, which tells it from a later one of the same addresses.</param>
public sealed record ConntrackFlow(
    AddressFamily Family,
    IpvsProtocol Protocol,
    IPEndPoint OriginalSource,
    IPEndPoint OriginalDestination,
    IPEndPoint ReplySource,
    IPEndPoint ReplyDestination,
    uint Id)
{
    public AddressFamily Family { get; } = Family is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6
        ? Family
        : throw new ArgumentException($"{Family} is neither IPv4 nor IPv6", nameof(Family));

    public IpvsProtocol Protocol { get; } = Checked(Protocol);

    public IPEndPoint OriginalSource { get; } = Checked(Family, OriginalSource, nameof(OriginalSource));

    public IPEndPoint OriginalDestination { get; } = Checked(Family, OriginalDestination, nameof(OriginalDestination));

    public IPEndPoint ReplySource { get; } = Checked(Family, ReplySource, nameof(ReplySource));

    public IPEndPoint ReplyDestination { get; } = Checked(Family, ReplyDestination, nameof(ReplyDestination));

    private static IpvsProtocol Checked(IpvsProtocol protocol)
    {
        IpvsRanges.EnsureProtocol(protocol, nameof(Protocol));
        return protocol;
    }

    private static IPEndPoint Checked(AddressFamily family, IPEndPoint end, string field)
    {
        ArgumentNullException.ThrowIfNull(end, field);
        return end.AddressFamily == family ? end : throw new ArgumentException($"{end} is of another family than {family}", field);
    }
}
