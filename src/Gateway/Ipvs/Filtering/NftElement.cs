using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Filtering;

/// <summary>The sets and maps of the gateway's tables.</summary>
internal enum NftSet
{
    /// <summary>Every (address, protocol, port) that is a service.</summary>
    Services,

    /// <summary>The addresses on the gateway's link, behind which nothing of the host is to be reached.</summary>
    Addresses,

    /// <summary>The virtual services that are the gateway's although their address is not on its link.</summary>
    Owned,

    /// <summary>Services whose clients are all masqueraded.</summary>
    Masquerade,

    /// <summary>Services whose clients are masqueraded where they are no pods.</summary>
    MasqueradeOffCluster,

    /// <summary>Pairs (endpoint, endpoint): a backend that reaches itself would not answer by way of the gateway.</summary>
    Hairpin,

    /// <summary>What becomes of new connections to a service without backends.</summary>
    Verdicts,

    /// <summary>Services that only some networks may use.</summary>
    Limited,

    /// <summary>Which networks those are.</summary>
    SourceRanges,
}

/// <param name="Text">As nft reads it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NftElement(AddressFamily Family, NftSet Set, string Text)
{
    public static NftElement Address(IPAddress address) => new(address.AddressFamily, NftSet.Addresses, address.ToString());

    public static NftElement Of(NftSet set, IpvsServiceKey key) => new(key.Family, set, TextOf(key));

    public static NftElement Pair(IPAddress endpoint) => new(endpoint.AddressFamily, NftSet.Hairpin, $"{endpoint} . {endpoint}");

    public static NftElement Drop(IpvsServiceKey key) => new(key.Family, NftSet.Verdicts, $"{TextOf(key)} : drop");

    public static NftElement Reject(IpvsServiceKey key) => new(key.Family, NftSet.Verdicts, $"{TextOf(key)} : goto refuse");

    public static NftElement Range(IpvsServiceKey key, IPNetwork network) => new(key.Family, NftSet.SourceRanges, $"{TextOf(key)} . {network}");

    private static string TextOf(IpvsServiceKey key) => $"{key.Address} . {key.Protocol.ToString().ToLowerInvariant()} . {key.Port}";
}
