using Gateway.Netlink;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Programming;

/// <summary>Reads the kernel's table and tells ours from that of others.</summary>
internal sealed class KernelReader(IIpvs ipvs)
{
    /// <summary>All there is. A service whose destinations cannot be read is among <see cref="Reading.Doubtful"/>, and the others are read.</summary>
    /// <exception cref="NetlinkException">The services cannot be read.</exception>
    public Reading Read(Func<IpvsServiceKey, bool> isOurs)
    {
        var reading = new Reading([], [], []);
        foreach (var service in ipvs.ListServices())
        {
            var key = service.Service.Key;
            if (!isOurs(key))
                reading.Foreign.Add(key);
            else if (Destinations(key) is { } destinations)
                reading.Ours.Add((service, destinations));
            else
                reading.Doubtful.Add(key);
        }
        return reading;
    }

    /// <summary>Null where there is no such service.</summary>
    /// <exception cref="NetlinkException">It cannot be read.</exception>
    public KnownService? Read(IpvsServiceKey key) =>
        ipvs.FindService(key) is { } service
            ? KnownService.Of(service.Service, ipvs.ListDestinations(key).Select(state => state.Destination))
            : null;

    private IReadOnlyList<IpvsDestinationState>? Destinations(IpvsServiceKey key)
    {
        try
        {
            return ipvs.ListDestinations(key);
        }
        catch (NetlinkException error) when (error is { Error: not 0, Reason: not NetlinkReason.ConnectionLost })
        {
            // It may have gone since it was listed; that is seen when it is read again.
            return null;
        }
    }
}

/// <param name="Doubtful">Ours, but what the kernel has of them is not known.</param>
internal sealed record Reading(
    List<(IpvsServiceState Service, IReadOnlyList<IpvsDestinationState> Destinations)> Ours, List<IpvsServiceKey> Foreign, List<IpvsServiceKey> Doubtful);
