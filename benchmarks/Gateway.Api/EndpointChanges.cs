using Gateway.ApiServer;

namespace Gateway.Api;

/// <summary>Changes of EndpointSlices. Some Services are kept for those that are waited for, so that nothing else happens to them meanwhile.</summary>
internal sealed class EndpointChanges(ApiServerDouble server, SyntheticCluster cluster)
{
    /// <summary>Enough of them that each has long been answered when its turn comes again.</summary>
    private const int Probed = 100;

    private readonly Random _random = new(1);
    private readonly Dictionary<int, IReadOnlyList<string>> _moved = [];
    private readonly int _stride = cluster.Ingresses / Probed;
    private long _usedAddresses = cluster.FirstFreeAddress;
    private int _turn;

    /// <summary>One pod of a random Service gives way to another.</summary>
    public void ReplaceOne()
    {
        int service;
        do
            service = _random.Next(cluster.Services);
        while (IsProbed(service));
        var addresses = _moved.GetValueOrDefault(service) ?? cluster.AddressesOf(service);
        Put(service, [.. addresses.Skip(1), .. Fresh(1)]);
    }

    /// <summary>
    /// All pods of the next probed Service give way to others: a single one would be seen only when the rotation comes to it. Which Service, and where its
    /// requests go from then on.
    /// </summary>
    public (int Service, IReadOnlyList<string> Addresses) ReplaceAll()
    {
        var service = _turn++ % Probed * _stride;
        var addresses = Fresh(cluster.Endpoints);
        Put(service, addresses);
        return (service, addresses);
    }

    public IEnumerable<int> ProbedServices => Enumerable.Range(0, Probed).Select(number => number * _stride);

    private bool IsProbed(int service) => service % _stride == 0 && service / _stride < Probed;

    private IReadOnlyList<string> Fresh(int count)
    {
        var start = _usedAddresses;
        _usedAddresses += count;
        return PodAddresses.Range(start, count);
    }

    private void Put(int service, IReadOnlyList<string> addresses)
    {
        _moved[service] = addresses;
        server.Put(cluster.Slice(service, addresses));
    }
}
