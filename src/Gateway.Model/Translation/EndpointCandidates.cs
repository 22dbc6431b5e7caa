using System.Runtime.InteropServices;
using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

/// <summary>Gathers the usable endpoints of one Service port in one family from all slices, each once.</summary>
internal sealed class EndpointCandidates(Service service, ServicePort port, NodeTopology node, IPFamily family)
{
    private readonly List<EndpointCandidate> _candidates = [];
    private readonly bool _allReady = service.Spec?.PublishNotReadyAddresses == true;
    private List<Condition>? _problems;
    private int _slicesOfFamily;
    private int _slicesWithPort;
    private int _unusable;

    public ValueArray<Condition> Problems => _problems?.ToValueArray() ?? default;

    /// <summary>Why there is no candidate. Cases: no slice of the family; no slice with the port; no endpoint; none that is usable.</summary>
    public string EmptyReason =>
        _slicesOfFamily == 0 ? $"there is no {family} EndpointSlice"
        : _slicesWithPort == 0 ? $"no EndpointSlice has {Describe(port)}"
        : _unusable == 0 ? "there is no endpoint"
        : _unusable == 1 ? "the only endpoint is not ready"
        : $"none of the {_unusable} endpoints is ready";

    /// <summary>In order of address and port, the best first of those that several slices hold.</summary>
    public ReadOnlySpan<EndpointCandidate> Gather(EndpointSliceGroup slices)
    {
        foreach (var slice in slices.Slices)
            if (Holds(slice, family))
                AddSlice(slice);
        _candidates.Sort();
        var distinct = 0;
        var candidates = CollectionsMarshal.AsSpan(_candidates);
        foreach (var candidate in candidates)
            if (distinct == 0 || !candidate.IsSameEndpointAs(candidates[distinct - 1]))
                candidates[distinct++] = candidate;
        return candidates[..distinct];
    }

    private bool Holds(EndpointSlice slice, IPFamily wanted)
    {
        if (IPFamilies.Parse(slice.AddressType) is { } held)
            return held == wanted;
        if (slice.AddressType != "FQDN")
            Report(
                "InvalidAddressType",
                $"{slice.Reference}: addressType must be IPv4, IPv6 or FQDN, and is \"{slice.AddressType}\"; the slice is not used");
        return false;
    }

    private void AddSlice(EndpointSlice slice)
    {
        _slicesOfFamily++;
        if (NumberIn(slice) is not { } number || slice.Endpoints is not { Count: > 0 } endpoints)
            return;
        var weight = WeightOf(slice);
        _candidates.EnsureCapacity(_candidates.Count + endpoints.Count);
        for (var i = 0; i < endpoints.Count; i++)
            AddEndpoint(slice, endpoints[i], number, weight);
    }

    /// <summary>
    /// What the Service port is in this slice: the port of the same name and protocol. One without a number means all ports, which cannot be used.
    /// </summary>
    private int? NumberIn(EndpointSlice slice)
    {
        for (var i = 0; i < slice.Ports?.Count; i++)
        {
            var candidate = slice.Ports[i];
            if ((candidate.Name ?? "") != (port.Name ?? "") || (candidate.Protocol ?? "TCP") != (port.Protocol ?? "TCP"))
                continue;
            if (candidate.Port is null)
                continue;
            _slicesWithPort++;
            if (candidate.Port is > 0 and <= 65535)
                return candidate.Port;
            Report(
                "InvalidEndpointPort",
                $"{slice.Reference}: port {candidate.Port} is not within 1–65535; the endpoints of the slice are not used");
        }
        return null;
    }

    private void AddEndpoint(EndpointSlice slice, Endpoint endpoint, int number, int weight)
    {
        if (endpoint.Addresses is not [var text, ..])
            return;
        if (!EndpointAddress.TryParse(text, family, out var address))
        {
            Report("InvalidEndpointAddress", $"{slice.Reference}: \"{text}\" is not an {family} address; the endpoint is not used");
            return;
        }
        var conditions = endpoint.Conditions;
        var ready = _allReady || conditions?.Ready != false;
        var serving = conditions?.Serving ?? conditions?.Ready != false;
        if (!ready && !(serving && conditions?.Terminating == true))
        {
            _unusable++;
            return;
        }
        var backend = new Backend(address.Text, number, weight) { NodeName = endpoint.NodeName, Zone = endpoint.Zone, Pod = PodOf(slice, endpoint) };
        var local = node.NodeName.Length > 0 && endpoint.NodeName == node.NodeName;
        _candidates.Add(new(backend, address.Number, ready, local, endpoint.Hints, _candidates.Count));
    }

    private static NamespacedName? PodOf(EndpointSlice slice, Endpoint endpoint) =>
        endpoint.TargetRef is { Kind: "Pod", Name: { } name } target ? new(target.Namespace ?? slice.Metadata.Namespace, name) : null;

    private int WeightOf(EndpointSlice slice)
    {
        if (EndpointWeight.TryParse(slice.Annotation(Annotations.Weight), out var weight))
            return weight;
        Report("InvalidWeight", EndpointWeight.Complaint(slice));
        return weight;
    }

    private void Report(string reason, string message) => (_problems ??= []).Add(new(ConditionSeverity.Warning, reason, "", message));

    private static string Describe(ServicePort port) =>
        $"{(string.IsNullOrEmpty(port.Name) ? "a port without a name" : $"the port \"{port.Name}\"")} for {port.Protocol ?? "TCP"}";
}
