using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Gateway.Ipvs.Filtering;
using Gateway.Ipvs.Network;
using Gateway.Netlink;
using Gateway.Netlink.Interop;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs;

/// <summary>What the gateway has made in the kernel, found without the gateway: by the addresses of its link, and by its record.</summary>
internal static class IpvsInventory
{
    /// <summary>
    /// Ordered by address (IPv4 before IPv6, each by number), port and protocol; destinations by address and port. A virtual service that goes while it is read
    /// is left out.
    /// </summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<(IpvsServiceState Service, IReadOnlyList<IpvsDestinationState> Destinations)> Read(IIpvs ipvs, IKernelNetwork network)
    {
        var found = new List<(IpvsServiceState Service, IReadOnlyList<IpvsDestinationState> Destinations)>();
        foreach (var service in ReadServices(ipvs, network))
            if (ReadDestinations(ipvs, service.Service.Key) is { } destinations)
                found.Add((service, destinations));
        return found;
    }

    /// <summary>Removes it all: first what takes connections, last the record by which it is known.</summary>
    /// <returns>How many virtual services there were.</returns>
    /// <exception cref="IOException">Not all of it can be removed; asking again goes on.</exception>
    public static int Remove(IIpvs ipvs, IKernelNetwork network)
    {
        var keys = ReadServices(ipvs, network).Select(state => state.Service.Key).ToArray();
        IpvsFailure[] failures = keys.Length == 0
            ? []
            : [.. ipvs.Execute([.. keys.Select(key => new IpvsCommand.DeleteService(key))]).Where(failure => failure.Error != Errno.ESRCH)];
        if (failures.Length > 0)
            throw new IOException($"{failures.Length} virtual services cannot be removed, such as {keys[failures[0].Index]}: {failures[0].Message}");
        network.DeleteLink();
        network.WriteFilter(NftablesText.Removal());
        return keys.Length;
    }

    private static IEnumerable<IpvsServiceState> ReadServices(IIpvs ipvs, IKernelNetwork network)
    {
        var bound = GatewayLink.BoundOf(network.ReadAddresses()).ToHashSet();
        var owned = network.ReadOwned().ToHashSet();
        return ipvs.ListServices()
            .Where(state => state.Service.Key.Address is { } address && (bound.Contains(address) || owned.Contains(state.Service.Key)))
            .OrderBy(state => OrderOf(state.Service.Key.Address!))
            .ThenBy(state => state.Service.Key.Port)
            .ThenBy(state => state.Service.Key.Protocol);
    }

    private static IReadOnlyList<IpvsDestinationState>? ReadDestinations(IIpvs ipvs, IpvsServiceKey key)
    {
        try
        {
            return [.. ipvs.ListDestinations(key).OrderBy(state => OrderOf(state.Destination.Key.Address)).ThenBy(state => state.Destination.Key.Port)];
        }
        catch (NetlinkException gone) when (gone.Error == Errno.ESRCH)
        {
            return null;
        }
    }

    private static (AddressFamily Family, UInt128 Number) OrderOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(address.AddressFamily == AddressFamily.InterNetwork ? bytes[12..] : bytes, out _);
        return (address.AddressFamily, BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }
}
