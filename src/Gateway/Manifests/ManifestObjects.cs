using Gateway.Model;

namespace Gateway.Manifests;

/// <summary>The objects that the gateway gets from manifests: those written, and the slices that follow from Services and Pods.</summary>
internal sealed class ManifestObjects
{
    private readonly ManifestCatalog _catalog = new();
    private readonly PodEndpoints _podEndpoints = new();

    public int Count => _catalog.ObjectCount;

    public IReadOnlyCollection<string> Files => _catalog.Files;

    public IReadOnlyList<ManifestProblem> Problems() => _catalog.Problems();

    public ManifestEntry? Find(ObjectReference reference) => _catalog.Find(reference);

    /// <summary>
    /// Takes over files and returns the objects that are others now. Pods are not among them: what the gateway wants of a pod is its
    /// endpoints.
    /// </summary>
    public IReadOnlyList<ResourceChange> Apply(IEnumerable<FileUpdate> updates)
    {
        var changes = _catalog.Apply(updates);
        return [.. changes.Where(change => change.Reference.Kind != "Pod"), .. _podEndpoints.Follow(changes)];
    }
}
