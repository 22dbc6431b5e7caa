using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Filtering;

/// <summary>An element of a set. It is its numbers, not a text, so that it is equal to what the kernel has, however that would be written.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NftElement
{
    /// <summary>The chain to which a verdict goes that refuses.</summary>
    public const string Refuse = "refuse";

    public required NftSet Set { get; init; }

    public required AddressFamily Family { get; init; }

    public required UInt128 Address { get; init; }

    /// <summary>Zero for an element without.</summary>
    public IpvsProtocol Protocol { get; init; }

    public ushort Port { get; init; }

    /// <summary>Of <see cref="NftSet.Hairpin"/> the other endpoint; of <see cref="NftSet.SourceRanges"/> the network.</summary>
    public UInt128 Other { get; init; }

    /// <summary>Of <see cref="NftSet.SourceRanges"/>.</summary>
    public byte PrefixLength { get; init; }

    /// <summary>Of <see cref="NftSet.Verdicts"/>: drop rather than refuse.</summary>
    public bool IsDrop { get; init; }

    /// <summary>As nft reads it.</summary>
    public string Text => Set switch
    {
        NftSet.Addresses => $"{Number.ToAddress(Address, Family)}",
        NftSet.Hairpin => $"{Number.ToAddress(Address, Family)} . {Number.ToAddress(Other, Family)}",
        NftSet.Verdicts => $"{ServiceText} : {(IsDrop ? "drop" : $"goto {Refuse}")}",
        NftSet.SourceRanges => $"{ServiceText} . {Number.ToAddress(Other, Family)}/{PrefixLength}",
        _ => ServiceText,
    };

    /// <summary>The virtual service that it is about.</summary>
    public IpvsServiceKey Service => IpvsServiceKey.For(Number.ToAddress(Address, Family), Port, Protocol);

    private string ServiceText => $"{Number.ToAddress(Address, Family)} . {Protocol.ToString().ToLowerInvariant()} . {Port}";

    public static NftElement OfAddress(IPAddress address) => new() { Set = NftSet.Addresses, Family = address.AddressFamily, Address = Number.Of(address) };

    public static NftElement Of(NftSet set, IpvsServiceKey key) => new()
    {
        Set = set,
        Family = key.Family,
        Address = Number.Of(key.Address!),
        Protocol = key.Protocol,
        Port = (ushort)key.Port,
    };

    public static NftElement Pair(IPAddress endpoint) => new()
    {
        Set = NftSet.Hairpin,
        Family = endpoint.AddressFamily,
        Address = Number.Of(endpoint),
        Other = Number.Of(endpoint),
    };

    public static NftElement Drop(IpvsServiceKey key) => Of(NftSet.Verdicts, key) with { IsDrop = true };

    public static NftElement Reject(IpvsServiceKey key) => Of(NftSet.Verdicts, key);

    public static NftElement Range(IpvsServiceKey key, IPNetwork network) =>
        Of(NftSet.SourceRanges, key) with { Other = Number.Of(network.BaseAddress), PrefixLength = (byte)network.PrefixLength };

    public override string ToString() => $"{NftablesText.Name(Family)} {NftablesText.Name(Set)} {Text}";
}
