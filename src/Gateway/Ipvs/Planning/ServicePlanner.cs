using System.Net;
using System.Net.Sockets;
using Gateway.Ipvs.Filtering;
using Gateway.Model;
using Gateway.Model.Translation;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Planning;

/// <summary>Plans one port of one Service.</summary>
internal static class ServicePlanner
{
    public static ServicePlan Build(Layer4Service service, NodeFacts facts)
    {
        var conditions = new List<Condition>();
        var choice = SchedulerChoice.Of(service, facts, conditions);
        var servers = new List<VirtualServer>();
        var foreign = new List<IpvsServiceKey>();
        foreach (var frontend in service.Frontends)
            foreach (var address in AddressesOf(frontend, facts, conditions))
            {
                var key = IpvsServiceKey.For(address, frontend.Port, ProtocolOf(service.Protocol));
                if (facts.Foreign.Contains(key))
                    foreign.Add(key);
                else
                    servers.Add(Server(key, service, frontend, choice, facts, conditions));
            }
        conditions.AddRange(foreign.Select(ServiceConditions.Foreign));
        return new(servers.ToValueArray(), conditions.Distinct().ToValueArray()) { Foreign = foreign.ToValueArray() };
    }

    /// <summary>Null, and a condition, for text that is no address the kernel takes.</summary>
    private static IPAddress? Parse(string text, List<Condition> conditions, Func<IPAddress, bool> isTaken)
    {
        if (IPAddress.TryParse(text, out var address) && isTaken(address))
            return address;
        conditions.Add(ServiceConditions.NotAnAddress(text));
        return null;
    }

    private static bool IsBalanced(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork
        || (address.AddressFamily == AddressFamily.InterNetworkV6 && address is { ScopeId: 0, IsIPv4MappedToIPv6: false });

    private static IEnumerable<IPAddress> AddressesOf(Frontend frontend, NodeFacts facts, List<Condition> conditions)
    {
        if (frontend.Kind != FrontendKind.NodePort)
            return Parse(frontend.Address ?? "", conditions, IsBalanced) is { } address ? [address] : [];
        var family = frontend.Family == IPFamily.IPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        var own = facts.NodeAddresses.Where(address => address.AddressFamily == family).ToArray();
        if (own.Length == 0)
            conditions.Add(ServiceConditions.NoNodeAddress(frontend.Family));
        return own;
    }

    private static VirtualServer Server(
        IpvsServiceKey key, Layer4Service service, Frontend frontend, SchedulerChoice choice, NodeFacts facts, List<Condition> conditions)
    {
        var isBound = frontend.Kind != FrontendKind.NodePort && facts.IsBindable(key.Address!);
        var forwards = frontend.Verdict == TrafficVerdict.Forward;
        ValueArray<IpvsDestination> destinations = forwards ? Destinations(frontend.Backends, key.Family, choice, conditions) : default;
        return new(key, service.Name)
        {
            Service = forwards ? ServiceOf(key, service, choice) : null,
            Destinations = destinations,
            IsBound = isBound,
            IsNodePort = frontend.Kind == FrontendKind.NodePort,
            Elements = Elements(key, frontend, destinations, isBound, facts).ToValueArray(),
        };
    }

    private static IpvsService ServiceOf(IpvsServiceKey key, Layer4Service service, SchedulerChoice choice) => new(key)
    {
        Scheduler = choice.Scheduler,
        Flags = choice.Flags | (service.ClientAffinity > TimeSpan.Zero ? IpvsServiceFlags.Persistent : IpvsServiceFlags.None),
        PersistenceTimeout = service.ClientAffinity,
    };

    private static ValueArray<IpvsDestination> Destinations(
        ValueArray<Backend> backends, AddressFamily family, SchedulerChoice choice, List<Condition> conditions)
    {
        var destinations = new Dictionary<IpvsDestinationKey, IpvsDestination>(backends.Count);
        foreach (var backend in backends)
            if (Parse(backend.Address, conditions, IpvsDestinationKey.CanBeSentTo) is { } address && address.AddressFamily == family)
            {
                var destination = new IpvsDestination(address, backend.Port) { Weight = choice.IsWeighted ? backend.Weight : Math.Min(backend.Weight, 1) };
                destinations.TryAdd(destination.Key, destination);
            }
        return destinations.Values.ToValueArray();
    }

    private static IEnumerable<NftElement> Elements(
        IpvsServiceKey key, Frontend frontend, ValueArray<IpvsDestination> destinations, bool isBound, NodeFacts facts)
    {
        yield return NftElement.Of(NftSet.Services, key);
        yield return isBound ? NftElement.OfAddress(key.Address!) : NftElement.Of(NftSet.Owned, key);
        if (frontend.Verdict != TrafficVerdict.Forward)
            yield return frontend.Verdict == TrafficVerdict.Drop ? NftElement.Drop(key) : NftElement.Reject(key);
        if (frontend.Masquerade == Masquerade.Always)
            yield return NftElement.Of(NftSet.Masquerade, key);
        else if (frontend.Masquerade == Masquerade.OffCluster && facts.PodNetworks.Any(network => network.BaseAddress.AddressFamily == key.Family))
            yield return NftElement.Of(NftSet.MasqueradeOffCluster, key);
        foreach (var endpoint in destinations.Select(destination => destination.Key.Address).Distinct())
            yield return NftElement.Pair(endpoint);
        if (frontend.SourceRanges.IsEmpty)
            yield break;
        yield return NftElement.Of(NftSet.Limited, key);
        foreach (var network in SourceNetworks.Build(frontend.SourceRanges, key.Address!, facts.NodeAddresses))
            yield return NftElement.Range(key, network);
    }

    private static IpvsProtocol ProtocolOf(TransportProtocol protocol) => protocol switch
    {
        TransportProtocol.Udp => IpvsProtocol.Udp,
        TransportProtocol.Sctp => IpvsProtocol.Sctp,
        _ => IpvsProtocol.Tcp,
    };
}
