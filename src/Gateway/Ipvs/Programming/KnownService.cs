using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Programming;

/// <summary>A virtual service as we know the kernel to have it.</summary>
internal sealed class KnownService(IpvsService service)
{
    private readonly Dictionary<IpvsDestinationKey, IpvsDestination> _destinations = [];

    public IpvsService Service { get; set; } = service;

    public IReadOnlyDictionary<IpvsDestinationKey, IpvsDestination> Destinations => _destinations;

    public static KnownService Of(IpvsService service, IEnumerable<IpvsDestination> destinations)
    {
        var known = new KnownService(service);
        foreach (var destination in destinations)
            known.Set(destination);
        return known;
    }

    public void Set(IpvsDestination destination) => _destinations[destination.Key] = destination;

    public void Remove(IpvsDestinationKey destination) => _destinations.Remove(destination);
}
