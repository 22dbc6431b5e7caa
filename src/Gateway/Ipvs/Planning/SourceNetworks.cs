using System.Net;
using Gateway.Model;

namespace Gateway.Ipvs.Planning;

/// <summary>The networks that clients may come from, as a set of intervals has to have them.</summary>
internal static class SourceNetworks
{
    /// <summary>
    /// The networks without those that lie in another one, since intervals must not overlap. Where a node's own address may come, the virtual address may, too:
    /// a process on the node that connects to an address of the node does so from that address.
    /// </summary>
    public static IReadOnlyList<IPNetwork> Build(ValueArray<string> ranges, IPAddress address, ValueArray<IPAddress> nodeAddresses)
    {
        var networks = ranges.Select(text => IPNetwork.TryParse(text, out var network) ? network : (IPNetwork?)null).OfType<IPNetwork>()
            .Where(network => network.BaseAddress.AddressFamily == address.AddressFamily)
            .ToList();
        if (nodeAddresses.Any(own => networks.Exists(network => network.Contains(own))))
            networks.Add(new(address, address.GetAddressBytes().Length * 8));
        return WithoutNested(networks);
    }

    private static List<IPNetwork> WithoutNested(List<IPNetwork> networks)
    {
        var widestFirst = networks.Distinct().OrderBy(network => network.PrefixLength);
        var kept = new List<IPNetwork>();
        foreach (var network in widestFirst)
            if (!kept.Exists(wider => wider.Contains(network.BaseAddress)))
                kept.Add(network);
        return kept;
    }
}
