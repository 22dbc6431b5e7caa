using System.Net;
using System.Net.Sockets;
using Gateway.Ipvs.Filtering;
using Gateway.Netlink.Ipvs;
using Gateway.Netlink.Nftables;

namespace Gateway.Ipvs.Network;

/// <summary>
/// What the kernel is asked besides its IPVS: the gateway's link and its addresses, remembered flows, the nftables tables and settings. For one caller at a
/// time. What fails throws an <see cref="IOException"/> with the kernel's own words, or nft's.
/// </summary>
internal interface IKernelNetwork : IDisposable
{
    /// <summary>Every address of every link.</summary>
    IReadOnlyList<NodeAddress> ReadAddresses();

    /// <summary>Puts addresses on the gateway's link, which is made where it is not there. One that is there already is no failure.</summary>
    /// <returns>Those that were refused.</returns>
    IReadOnlyList<AddressRefusal> Bind(IReadOnlyList<IPAddress> addresses);

    /// <summary>Takes addresses off the gateway's link. One that is not there is no failure.</summary>
    /// <returns>Those that were refused.</returns>
    IReadOnlyList<AddressRefusal> Unbind(IReadOnlyList<IPAddress> addresses);

    /// <summary>Removes the gateway's link and all its addresses; nothing where there is none.</summary>
    void DeleteLink();

    /// <summary>Makes the kernel forget which endpoint the datagrams of a client went to, so that the next is balanced anew.</summary>
    void DeleteFlows(IReadOnlySet<UdpFlow> flows);

    /// <summary>One transaction of nft, which is done as a whole or not at all.</summary>
    void WriteFilter(string transaction);

    /// <summary>The number of the rule set of this network namespace: each transaction that changes anything of it, whoever makes it, makes it the next one.</summary>
    uint ReadGeneration();

    /// <summary>What tells the gateway's tables, without the elements of sets, from what they were or will be; empty where they are not there.</summary>
    string ReadFingerprint();

    /// <summary>Reads the elements of one of the gateway's sets.</summary>
    /// <param name="restart">Called before the first, and again where it begins anew: what was read so far does not count.</param>
    void ReadElements(AddressFamily family, NftSet set, ReadNftablesElement read, Action restart);

    /// <summary>The virtual services that the tables record as ours; none where there are no tables.</summary>
    IReadOnlyList<IpvsServiceKey> ReadOwned();

    /// <summary>Sets what forwarding needs.</summary>
    /// <returns>What was other than it has to be.</returns>
    IReadOnlyList<SettingChange> Prepare();
}

/// <param name="Link">The name of the link.</param>
internal sealed record NodeAddress(string Link, IPAddress Address);

internal sealed record AddressRefusal(IPAddress Address, string Reason);

/// <param name="Virtual">Where the client sent to.</param>
/// <param name="Endpoint">Which endpoint that went to.</param>
internal sealed record UdpFlow(IPEndPoint Virtual, IPEndPoint Endpoint);

/// <param name="Name">Such as <c>net.ipv4.ip_forward</c>.</param>
/// <param name="Before">Null where it cannot be read.</param>
/// <param name="Problem">Why it could not be set; null where it was.</param>
internal sealed record SettingChange(string Name, string? Before, string After, string Reason, string? Problem);
