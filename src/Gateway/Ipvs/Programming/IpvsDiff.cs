using Gateway.Ipvs.Planning;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Programming;

/// <summary>What has to be done for the kernel to have what the plan has.</summary>
internal static class IpvsDiff
{
    /// <summary>
    /// For one virtual service. The cases:
    /// 1. nobody wants the address and port any more: the service goes at once, and its connections with it;
    /// 2. the address and port take no new connections: destinations drain, and the service goes after the last of them;
    /// 3. the service is new: it and its destinations are made;
    /// 4. it is there: what differs is changed; a destination that is not wanted drains, or of UDP goes.
    /// </summary>
    /// <param name="known">What the kernel has; null for nothing.</param>
    /// <param name="wanted">What the plan has; null for nothing.</param>
    public static IEnumerable<Operation> Of(IpvsServiceKey key, KnownService? known, VirtualServer? wanted)
    {
        if (wanted is null)
            return known is null ? [] : [Delete(key)];
        if (wanted.Service is not { } service)
            return known is null ? [] : Closing(key, known);
        if (known is null)
            return wanted.Destinations
                .Select(destination => Add(key, destination))
                .Prepend(new(OperationKind.AddService, key, new IpvsCommand.AddService(service)));
        return Changing(key, known, service, wanted);
    }

    /// <summary>Make before break, over all services: first all that is new, at last all that goes.</summary>
    public static IReadOnlyList<Operation> InOrder(IEnumerable<Operation> operations) => [.. operations.OrderBy(operation => operation.Kind)];

    /// <summary>Timeout and prefix mean nothing without persistence.</summary>
    public static bool AreSame(IpvsService left, IpvsService right) =>
        left.Scheduler == right.Scheduler
        && left.Flags == right.Flags
        && (!left.Flags.HasFlag(IpvsServiceFlags.Persistent)
            || (left.PersistenceTimeout == right.PersistenceTimeout && left.PersistencePrefix == right.PersistencePrefix));

    /// <summary>Some kernels call a destination on this machine by a forwarding method of its own, whatever it was made with.</summary>
    public static bool AreSame(IpvsDestination kernel, IpvsDestination wanted) =>
        kernel.Weight == wanted.Weight
        && (kernel.Forwarding == wanted.Forwarding || kernel.Forwarding == IpvsForwarding.LocalNode)
        && kernel.Thresholds == wanted.Thresholds;

    private static IEnumerable<Operation> Changing(IpvsServiceKey key, KnownService known, IpvsService service, VirtualServer wanted)
    {
        if (!AreSame(known.Service, service))
            yield return new(OperationKind.ChangeService, key, new IpvsCommand.SetService(service));
        var keys = new HashSet<IpvsDestinationKey>(wanted.Destinations.Count);
        for (var i = 0; i < wanted.Destinations.Count; i++)
        {
            var destination = wanted.Destinations[i];
            keys.Add(destination.Key);
            if (!known.Destinations.TryGetValue(destination.Key, out var there))
                yield return Add(key, destination);
            else if (!AreSame(there, destination))
                yield return new(OperationKind.ChangeDestination, key, new IpvsCommand.SetDestination(key, destination));
        }
        foreach (var left in known.Destinations.Values.Where(destination => !keys.Contains(destination.Key)))
            if (Leaving(key, left) is { } operation)
                yield return operation;
    }

    private static IEnumerable<Operation> Closing(IpvsServiceKey key, KnownService known) =>
        key.Protocol == IpvsProtocol.Udp || known.Destinations.Count == 0
            ? [Delete(key)]
            : known.Destinations.Values.Select(destination => Leaving(key, destination)).OfType<Operation>();

    /// <summary>Null for one that drains already.</summary>
    private static Operation? Leaving(IpvsServiceKey key, IpvsDestination destination)
    {
        if (key.Protocol == IpvsProtocol.Udp)
            return new(OperationKind.DeleteDestination, key, new IpvsCommand.DeleteDestination(key, destination.Key));
        return destination.Weight == 0 ? null : new(OperationKind.Drain, key, new IpvsCommand.SetDestination(key, destination with { Weight = 0 }));
    }

    private static Operation Add(IpvsServiceKey key, IpvsDestination destination) =>
        new(OperationKind.AddDestination, key, new IpvsCommand.AddDestination(key, destination));

    private static Operation Delete(IpvsServiceKey key) => new(OperationKind.DeleteService, key, new IpvsCommand.DeleteService(key));
}
