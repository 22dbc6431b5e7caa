using System.Diagnostics.CodeAnalysis;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Programming;

/// <summary>Our virtual services as we know the kernel to have them: as it was read, and changed since by what the kernel took of us.</summary>
internal sealed class KernelTable
{
    private readonly Dictionary<IpvsServiceKey, KnownService> _services = [];

    public IReadOnlyCollection<IpvsServiceKey> Keys => _services.Keys;

    public KnownService? Find(IpvsServiceKey key) => _services.GetValueOrDefault(key);

    /// <param name="service">Null where there is none.</param>
    public void Put(IpvsServiceKey key, KnownService? service)
    {
        if (service is null)
            _services.Remove(key);
        else
            _services[key] = service;
    }

    public void Clear() => _services.Clear();

    /// <summary>The kernel has carried out <paramref name="command"/>.</summary>
    [SuppressMessage("Style", "IDE0010", Justification = "The other commands are of no use to a balancer that touches only what is its own")]
    public void Note(IpvsCommand command)
    {
        switch (command)
        {
            case IpvsCommand.AddService add:
                _services[add.Service.Key] = new(add.Service);
                break;
            case IpvsCommand.SetService set when Find(set.Service.Key) is { } known:
                known.Service = set.Service;
                break;
            case IpvsCommand.DeleteService delete:
                _services.Remove(delete.Service);
                break;
            case IpvsCommand.AddDestination add:
                Find(add.Service)?.Set(add.Destination);
                break;
            case IpvsCommand.SetDestination set:
                Find(set.Service)?.Set(set.Destination);
                break;
            case IpvsCommand.DeleteDestination delete:
                Find(delete.Service)?.Remove(delete.Destination);
                break;
        }
    }
}
