using Gateway.Model.Resources;

namespace Gateway.Model.Translation.Layer4;

/// <summary>The backends of one port of a Service, family by family, each list once for all frontends that have it.</summary>
internal sealed class PortBackends(Service service, ServicePort port, EndpointSliceGroup? slices, NodeTopology node, Layer4Service? earlier)
{
    private readonly Dictionary<IPFamily, BackendSelection> _selections = [];
    private readonly Dictionary<(IPFamily, TrafficPolicy), ValueArray<Backend>> _lists = [];

    public IEnumerable<BackendSelection> Selections => _selections.OrderBy(pair => pair.Key).Select(pair => pair.Value);

    public BackendSelection In(IPFamily family) => _selections.TryGetValue(family, out var known)
        ? known
        : _selections[family] = BackendSelector.Select(service, port, slices, node, family);

    /// <param name="kind">The kind of frontend whose earlier backends are taken over as far as they are equal.</param>
    public ValueArray<Backend> List(FrontendKind kind, IPFamily family, TrafficPolicy policy, Func<Frontend, ValueArray<Backend>> partOf)
    {
        if (_lists.TryGetValue((family, policy), out var known))
            return known;
        var before = (earlier?.Frontends ?? default).FirstOrDefault(frontend => frontend.Kind == kind && frontend.Family == family);
        return _lists[(family, policy)] = Sharing.Keep(before is null ? default : partOf(before), In(family).For(policy));
    }
}
