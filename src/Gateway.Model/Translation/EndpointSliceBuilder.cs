using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

/// <summary>
/// Does what the endpoint-slice controller of Kubernetes does, where there is no cluster: makes the EndpointSlices of a Service from the
/// pods that its selector matches. Beyond what the controller does, a pod's <see cref="Annotations.Weight"/> goes, unread, to the slice that holds
/// the pod. It leaves out what needs a cluster: a pod counts although its node is not known, and topology-mode <c>Auto</c> gives no hints.
/// </summary>
public static class EndpointSliceBuilder
{
    public const int MaxEndpoints = 100;

    private const string ManagedByLabel = "endpointslice.kubernetes.io/managed-by";
    private const string ManagedBy = "endpointslice-controller.k8s.io";

    /// <summary>
    /// The slices, none where the Service has no selector or is an ExternalName. The same input gives an equal result, in whatever order the
    /// pods come.
    /// </summary>
    /// <param name="pods">Of all namespaces, or of the Service's own.</param>
    /// <param name="zoneOfNode">The zone of a node by its name, null where it is not known.</param>
    public static ValueArray<EndpointSlice> Build(Service service, IReadOnlyCollection<Pod> pods, Func<string, string?> zoneOfNode)
    {
        if (service.Spec is not { Selector: { Count: > 0 } selector, Type: not "ExternalName" })
            return default;
        var members = pods
            .Where(pod => pod.Metadata.Namespace == service.Metadata.Namespace && Matches(selector, pod) && PodEndpoint.IsEligible(pod))
            .OrderBy(pod => pod.Metadata.Name, StringComparer.Ordinal)
            .ToArray();
        return FamiliesOf(service).SelectMany(family => BuildFamily(service, members, family, zoneOfNode)).ToValueArray();
    }

    private static bool Matches(IReadOnlyDictionary<string, string> selector, Pod pod) => selector.All(pair => pod.Label(pair.Key) == pair.Value);

    private static IEnumerable<IPFamily> FamiliesOf(Service service)
    {
        var named = (service.Spec?.IpFamilies ?? []).Select(IPFamilies.Parse).OfType<IPFamily>().Distinct().ToArray();
        return named.Length > 0 ? named : [IPFamily.IPv4, IPFamily.IPv6];
    }

    /// <summary>Pods share a slice where the ports of the Service are the same numbers in them, and where they have the same weight.</summary>
    private static IEnumerable<EndpointSlice> BuildFamily(Service service, Pod[] pods, IPFamily family, Func<string, string?> zoneOfNode) =>
        pods.Select(pod => (Pod: pod, Addresses: PodEndpoint.AddressesOf(pod, family)))
            .Where(member => !member.Addresses.IsEmpty)
            .GroupBy(
                member => (Ports: PodPorts.Resolve(service, member.Pod), Weight: member.Pod.Annotation(Annotations.Weight)),
                member => PodEndpoint.Build(service, member.Pod, member.Addresses, ZoneOf(member.Pod, zoneOfNode)))
            .SelectMany(group => group.Chunk(MaxEndpoints), (group, endpoints) => (group.Key, Endpoints: endpoints))
            .Select((slice, index) => BuildSlice(service, family, index + 1, slice.Key.Ports, slice.Key.Weight, slice.Endpoints));

    private static string? ZoneOf(Pod pod, Func<string, string?> zoneOfNode) => pod.Spec?.NodeName is { Length: > 0 } node ? zoneOfNode(node) : null;

    private static EndpointSlice BuildSlice(
        Service service, IPFamily family, int number, ValueArray<EndpointPort> ports, string? weight, Endpoint[] endpoints) => new()
    {
        ApiVersion = "discovery.k8s.io/v1",
        Metadata = new()
        {
            Name = $"{service.Metadata.Name}-{family.ToString().ToLowerInvariant()}-{number}",
            Namespace = service.Metadata.Namespace,
            Labels = new ValueDictionary(new Dictionary<string, string>
            {
                [EndpointSlice.ServiceNameLabel] = service.Metadata.Name,
                [ManagedByLabel] = ManagedBy,
            }),
            Annotations = weight is null ? null : new ValueDictionary(new Dictionary<string, string> { [Annotations.Weight] = weight }),
        },
        AddressType = family.ToString(),
        Ports = ports,
        Endpoints = endpoints.ToValueArray(),
    };
}
