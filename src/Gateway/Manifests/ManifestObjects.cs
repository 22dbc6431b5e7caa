using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.Manifests;

/// <summary>The objects that the gateway gets from manifests: those defined, and the slices that follow from Services and Pods.</summary>
internal sealed class ManifestObjects
{
    private readonly ManifestCatalog _catalog = new();

    public int Count => _catalog.ObjectCount;

    public IReadOnlyCollection<string> Files => _catalog.Files;

    public IReadOnlyList<ManifestProblem> Problems() => _catalog.Problems();

    /// <summary>Takes over files and returns the objects that are others now. Pods are not among them: what the gateway wants of them is their endpoints.</summary>
    public IReadOnlyList<ResourceChange> Apply(IEnumerable<FileUpdate> updates)
    {
        var changes = _catalog.Apply(updates);
        return [.. changes.Where(change => change.Reference.Kind != "Pod")];
    }
}
