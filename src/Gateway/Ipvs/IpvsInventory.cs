using Gateway.Ipvs.Filtering;
using Gateway.Ipvs.Network;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs;

/// <summary>What the gateway has made in the kernel, found without the gateway: by the addresses of its link, and by its record.</summary>
internal static class IpvsInventory
{
    /// <summary>Ordered by address, port and protocol.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<(IpvsServiceState Service, IReadOnlyList<IpvsDestinationState> Destinations)> Read(IIpvs ipvs, IKernelNetwork network)
    {
        var bound = GatewayLink.BoundOf(network.ReadAddresses()).ToHashSet();
        var owned = network.ReadOwned().ToHashSet();
        return
        [
            .. ipvs.ListServices()
                .Where(state => state.Service.Key.Address is { } address && (bound.Contains(address) || owned.Contains(state.Service.Key)))
                .OrderBy(state => state.Service.Key.Address!.ToString(), StringComparer.Ordinal)
                .ThenBy(state => state.Service.Key.Port)
                .ThenBy(state => state.Service.Key.Protocol)
                .Select(state => (state, ipvs.ListDestinations(state.Service.Key))),
        ];
    }

    /// <summary>Removes it all: first what takes connections, last the record by which it is known.</summary>
    /// <returns>How many virtual services there were.</returns>
    /// <exception cref="IOException">Not all of it can be removed; asking again goes on.</exception>
    public static int Remove(IIpvs ipvs, IKernelNetwork network)
    {
        var keys = Read(ipvs, network).Select(entry => entry.Service.Service.Key).ToArray();
        var failures = keys.Length == 0 ? [] : ipvs.Execute([.. keys.Select(key => new IpvsCommand.DeleteService(key))]);
        if (failures.Count > 0)
            throw new IOException($"{failures.Count} virtual services cannot be removed, such as {keys[failures[0].Index]}: {failures[0].Message}");
        network.DeleteLink();
        network.WriteFilter(NftablesText.Removal());
        return keys.Length;
    }
}
