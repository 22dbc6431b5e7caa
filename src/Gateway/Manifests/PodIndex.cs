using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.Manifests;

/// <summary>Pods by name, label and node.</summary>
internal sealed class PodIndex
{
    private readonly Dictionary<NamespacedName, Pod> _pods = [];
    private readonly Dictionary<string, HashSet<NamespacedName>> _byNode = [];
    private readonly LabelIndex _byLabel = new();

    /// <summary>Sets or removes a pod and returns what it was before.</summary>
    public Pod? Replace(NamespacedName name, Pod? pod)
    {
        if (_pods.Remove(name, out var before))
            Unlist(name, before);
        if (pod is not null)
            List(name, pod);
        return before;
    }

    public IEnumerable<Pod> OnNode(string node) => (_byNode.GetValueOrDefault(node) ?? []).Select(name => _pods[name]);

    /// <summary>At least the pods that the selector matches: those with its first label.</summary>
    public IReadOnlyCollection<Pod> Candidates(string @namespace, KeyValuePair<string, string> label) =>
        [.. _byLabel.Find(@namespace, label.Key, label.Value).Select(name => _pods[name])];

    private void List(NamespacedName name, Pod pod)
    {
        _pods.Add(name, pod);
        foreach (var label in pod.Metadata.Labels ?? new Dictionary<string, string>())
            _byLabel.Add(name, label.Key, label.Value);
        if (pod.Spec?.NodeName is not { } node)
            return;
        if (!_byNode.TryGetValue(node, out var names))
            _byNode.Add(node, names = []);
        names.Add(name);
    }

    private void Unlist(NamespacedName name, Pod pod)
    {
        foreach (var label in pod.Metadata.Labels ?? new Dictionary<string, string>())
            _byLabel.Remove(name, label.Key, label.Value);
        if (pod.Spec?.NodeName is { } node && _byNode.TryGetValue(node, out var names) && names.Remove(name) && names.Count == 0)
            _byNode.Remove(node);
    }
}
