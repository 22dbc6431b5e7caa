using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Gateway.Netlink.Ipvs;
using Gateway.Netlink.Nftables;

namespace Gateway.Ipvs.Filtering;

/// <summary>
/// Reads what the kernel has in a set. A key is its parts one after another, each padded to 4 bytes: an address, or (address, protocol, port), or that and
/// a network, whose last address is in the last key of an interval; or (address, address).
/// </summary>
internal static class NftElementReader
{
    private const int PartLength = 4;
    private const int NF_DROP = 0;
    private const int NFT_GOTO = -4;

    /// <summary>Null for what the gateway never writes, so that it is somebody else's.</summary>
    public static NftElement? Read(AddressFamily family, NftSet set, in NftablesElement element)
    {
        var address = Number.LengthOf(family);
        if (element.HasStatements || element.IsIntervalEnd || element.Key.Length != KeyLength(set, address))
            return null;
        var first = new NftElement { Set = set, Family = family, Address = Number.Read(element.Key[..address]) };
        return set switch
        {
            NftSet.Addresses => first,
            NftSet.Hairpin => first with { Other = Number.Read(element.Key[address..]) },
            NftSet.Verdicts => WithVerdict(WithPort(first, element.Key[address..]), element),
            NftSet.SourceRanges => WithNetwork(WithPort(first, element.Key[address..]), element),
            _ => WithPort(first, element.Key[address..]),
        };
    }

    /// <summary>Whatever it is, as nft reads it where it is to be deleted.</summary>
    public static string TextOf(AddressFamily family, NftSet set, in NftablesElement element)
    {
        if (element.Key.IsEmpty)
            return "*";
        var text = new StringBuilder();
        var end = element.KeyEnd.IsEmpty ? element.Key : element.KeyEnd;
        var length = 0;
        for (var (offset, part) = (0, 0); offset < Math.Min(element.Key.Length, end.Length); offset += length, part++)
        {
            var isAddress = IsAddress(set, part);
            length = isAddress ? Number.LengthOf(family) : PartLength;
            if (offset + length > element.Key.Length || offset + length > end.Length)
                break;
            var (low, high) = (PartOf(element.Key.Slice(offset, length)), PartOf(end.Slice(offset, length)));
            text.Append(part == 0 ? "" : " . ").Append(low).Append(low == high ? "" : $"-{high}");

            string PartOf(ReadOnlySpan<byte> bytes) =>
                isAddress ? Number.ToAddress(Number.Read(bytes), family).ToString() : part == 1 ? $"{bytes[0]}" : $"{BinaryPrimitives.ReadUInt16BigEndian(bytes)}";
        }
        return text.ToString();
    }

    private static int KeyLength(NftSet set, int address) => set switch
    {
        NftSet.Addresses => address,
        NftSet.Hairpin => 2 * address,
        NftSet.SourceRanges => (2 * address) + (2 * PartLength),
        _ => address + (2 * PartLength),
    };

    private static bool IsAddress(NftSet set, int part) => part is 0 or 3 || set == NftSet.Hairpin;

    private static NftElement? WithPort(NftElement element, ReadOnlySpan<byte> parts) =>
        Enum.IsDefined((IpvsProtocol)parts[0]) && !parts[1..4].ContainsAnyExcept((byte)0) && !parts[6..8].ContainsAnyExcept((byte)0)
            ? element with { Protocol = (IpvsProtocol)parts[0], Port = BinaryPrimitives.ReadUInt16BigEndian(parts[PartLength..]) }
            : null;

    private static NftElement? WithVerdict(NftElement? element, in NftablesElement from) => (element, from.Verdict) switch
    {
        ({ } known, NF_DROP) => known with { IsDrop = true },
        ({ } known, NFT_GOTO) when Ascii.Equals(from.Chain, NftElement.Refuse) => known,
        _ => null,
    };

    private static NftElement? WithNetwork(NftElement? element, in NftablesElement from)
    {
        // One address alone has no end.
        var end = from.KeyEnd.IsEmpty ? from.Key : from.KeyEnd;
        if (element is not { } known || end.Length != from.Key.Length)
            return null;
        var length = Number.LengthOf(known.Family);
        var (first, last) = (Number.Read(from.Key[^length..]), Number.Read(end[^length..]));
        var hostBits = 128 - (int)UInt128.LeadingZeroCount(first ^ last);
        var prefixLength = (8 * length) - hostBits;
        return end[..^length].SequenceEqual(from.Key[..^length]) && (first & (first ^ last)) == 0 && Number.Last(first, prefixLength, known.Family) == last
            ? known with { Other = first, PrefixLength = (byte)prefixLength }
            : null;
    }
}
