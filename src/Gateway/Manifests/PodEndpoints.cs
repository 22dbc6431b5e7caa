using Gateway.Model;
using Gateway.Model.Resources;
using Gateway.Model.Translation;

namespace Gateway.Manifests;

/// <summary>
/// Keeps the EndpointSlices of every Service that has a selector and no slice of its own. A change costs what it touches: the Services whose
/// selector could match the pod, or did; slices that come out equal keep their instance.
/// </summary>
internal sealed class PodEndpoints
{
    private readonly Dictionary<NamespacedName, Service> _services = [];
    private readonly LabelIndex _servicesBySelector = new();
    private readonly PodIndex _pods = new();
    private readonly Dictionary<string, string?> _zones = [];

    /// <summary>Slices that somebody wrote, and the Service each names.</summary>
    private readonly Dictionary<NamespacedName, NamespacedName> _written = [];
    private readonly Dictionary<NamespacedName, int> _writtenCount = [];

    private readonly Dictionary<NamespacedName, EndpointSlice> _built = [];
    private readonly Dictionary<NamespacedName, List<NamespacedName>> _builtFor = [];
    private readonly Dictionary<NamespacedName, NamespacedName> _displaced = [];

    /// <summary>Follows changes of the objects that were written, and returns the changes of the slices that follow from them.</summary>
    public IReadOnlyList<ResourceChange> Follow(IReadOnlyList<ResourceChange> changes)
    {
        var affected = new HashSet<NamespacedName>();
        foreach (var (reference, resource) in changes)
        {
            switch (reference.Kind)
            {
                case "Service":
                    ReplaceService(reference.Name, (Service?)resource, affected);
                    break;
                case "EndpointSlice":
                    ReplaceSlice(reference.Name, (EndpointSlice?)resource, affected);
                    break;
                case "Pod":
                    ReplacePod(reference.Name, (Pod?)resource, affected);
                    break;
                case "Node":
                    ReplaceNode(reference.Name.Name, (Node?)resource, affected);
                    break;
            }
        }
        return [.. affected.Order().SelectMany(Rebuild)];
    }

    private void ReplaceService(NamespacedName name, Service? service, HashSet<NamespacedName> affected)
    {
        if (_services.Remove(name, out var before) && FirstLabel(before) is { } old)
            _servicesBySelector.Remove(name, old.Key, old.Value);
        if (service is not null)
            _services.Add(name, service);
        if (service is not null && FirstLabel(service) is { } label)
            _servicesBySelector.Add(name, label.Key, label.Value);
        affected.Add(name);
    }

    private void ReplaceSlice(NamespacedName name, EndpointSlice? slice, HashSet<NamespacedName> affected)
    {
        if (_written.Remove(name, out var before))
        {
            affected.Add(before);
            _writtenCount[before]--;
        }
        // A slice that names no Service belongs to none; its name is taken all the same.
        if (slice is not null)
        {
            var owner = new NamespacedName(name.Namespace, slice.Label(EndpointSlice.ServiceNameLabel) ?? "");
            _written[name] = owner;
            _writtenCount[owner] = _writtenCount.GetValueOrDefault(owner) + 1;
            affected.Add(owner);
        }
        // A written slice displaces a built one of its name, which comes back when the written one goes.
        if (_built.TryGetValue(name, out var built))
            affected.Add(new(name.Namespace, built.Label(EndpointSlice.ServiceNameLabel)!));
        if (_displaced.Remove(name, out var service))
            affected.Add(service);
    }

    private void ReplacePod(NamespacedName name, Pod? pod, HashSet<NamespacedName> affected)
    {
        Affect(_pods.Replace(name, pod), affected);
        Affect(pod, affected);
    }

    private void ReplaceNode(string name, Node? node, HashSet<NamespacedName> affected)
    {
        var zone = node?.Label(Node.ZoneLabel);
        if (_zones.GetValueOrDefault(name) == zone)
            return;
        _zones[name] = zone;
        foreach (var pod in _pods.OnNode(name))
            Affect(pod, affected);
    }

    private void Affect(Pod? pod, HashSet<NamespacedName> affected)
    {
        foreach (var label in pod?.Metadata.Labels ?? new Dictionary<string, string>())
            affected.UnionWith(_servicesBySelector.Find(pod!.Metadata.Namespace, label.Key, label.Value));
    }

    private IEnumerable<ResourceChange> Rebuild(NamespacedName name)
    {
        var before = _builtFor.GetValueOrDefault(name) ?? [];
        var after = new Dictionary<NamespacedName, EndpointSlice>();
        foreach (var slice in Build(name))
        {
            if (_written.ContainsKey(slice.Name))
                _displaced[slice.Name] = name;
            else
                after.Add(slice.Name, slice);
        }
        foreach (var gone in before.Where(slice => !after.ContainsKey(slice)))
        {
            _built.Remove(gone);
            if (!_written.ContainsKey(gone))
                yield return ResourceChange.Delete(new("EndpointSlice", gone));
        }
        foreach (var slice in after.Values.Where(slice => !slice.Equals(_built.GetValueOrDefault(slice.Name))))
        {
            _built[slice.Name] = slice;
            yield return ResourceChange.Upsert(slice);
        }
        if (after.Count > 0)
            _builtFor[name] = [.. after.Keys];
        else
            _builtFor.Remove(name);
    }

    private ValueArray<EndpointSlice> Build(NamespacedName name) =>
        _services.TryGetValue(name, out var service) && FirstLabel(service) is { } label && _writtenCount.GetValueOrDefault(name) == 0
            ? EndpointSliceBuilder.Build(service, _pods.Candidates(name.Namespace, label), node => _zones.GetValueOrDefault(node))
            : default;

    /// <summary>One label of the selector, always the same one; null where there is no selector.</summary>
    private static KeyValuePair<string, string>? FirstLabel(Service service) =>
        service.Spec?.Selector is { Count: > 0 } selector ? selector.MinBy(pair => pair.Key, StringComparer.Ordinal) : null;
}
