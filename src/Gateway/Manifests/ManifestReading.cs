using Gateway.Manifests.Documents;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.Manifests;

/// <summary>Manifests read once, with the places of their fields.</summary>
internal sealed class ManifestReading
{
    private readonly ManifestObjects _objects = new();

    public ManifestReading(IEnumerable<ManifestFile> files, IEnumerable<ManifestProblem> problems)
    {
        Objects = [.. _objects.Apply(files.Select(file => new FileUpdate(file.Path, file))).Select(change => change.Object!)];
        Problems = [.. problems, .. _objects.Problems()];
    }

    /// <summary>What the gateway would serve: where an object is defined twice the first, and the slices of Services that select pods.</summary>
    public IReadOnlyList<KubernetesObject> Objects { get; }

    /// <summary>How many objects were written, Pods among them.</summary>
    public int WrittenCount => _objects.Count;

    public int FileCount => _objects.Files.Count;

    public IReadOnlyList<ManifestProblem> Problems { get; }

    /// <summary>
    /// Where a field of an object is written, or where its nearest ancestor is that is written. A slice that follows from a Service is where
    /// the Service is. Null for an object that is not from these manifests.
    /// </summary>
    /// <param name="fieldPath">Such as <c>spec.rules[0].http.paths[1].backend.service.port</c>; empty for the object.</param>
    public ManifestPosition? Locate(ObjectReference reference, string fieldPath)
    {
        if (_objects.Find(reference) is { } entry)
            return Locate(entry, fieldPath);
        var slice = Objects.OfType<EndpointSlice>().FirstOrDefault(slice => slice.Reference == reference);
        return slice?.Label(EndpointSlice.ServiceNameLabel) is { } service
            && _objects.Find(new("Service", new(reference.Name.Namespace, service))) is { } owner
            ? owner.Position
            : null;
    }

    private static ManifestPosition Locate(ManifestEntry entry, string fieldPath)
    {
        if (entry.Object.Node is not { } node || fieldPath.Length == 0)
            return entry.Position;
        // The tree has its positions from the text that was parsed, the entry from the file around it.
        var position = FieldPath.Locate(node, fieldPath).Below(entry.Position.Line - entry.Object.Position.Line);
        return new(entry.Position.File, position.Line, position.Column);
    }
}
