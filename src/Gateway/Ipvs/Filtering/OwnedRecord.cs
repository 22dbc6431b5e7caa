using System.Net;
using System.Text.RegularExpressions;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Filtering;

/// <summary>The record of our virtual services on addresses that are not on our link: the set <see cref="NftSet.Owned"/>, as nft lists it.</summary>
internal static partial class OwnedRecord
{
    /// <param name="listing">Of <c>nft -n list set</c>; protocols and ports are numbers, or names where nft is of another mind.</param>
    public static IReadOnlyList<IpvsServiceKey> Parse(string listing) => [.. Element().Matches(listing).Select(KeyOf).OfType<IpvsServiceKey>()];

    private static IpvsServiceKey? KeyOf(Match element)
    {
        var protocol = element.Groups["protocol"].Value;
        return IPAddress.TryParse(element.Groups["address"].Value, out var address)
            && ushort.TryParse(element.Groups["port"].Value, out var port)
            && Enum.TryParse<IpvsProtocol>(protocol, ignoreCase: true, out var known)
            && Enum.IsDefined(known)
            ? IpvsServiceKey.For(address, port, known)
            : null;
    }

    [GeneratedRegex(@"(?<address>[0-9a-fA-F:.]*[0-9a-fA-F:]) \. (?<protocol>\w+) \. (?<port>\d+)", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Element();
}
