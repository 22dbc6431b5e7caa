using Gateway.Model;

namespace Gateway.Manifests;

/// <summary>
/// What all files together define. Where several define the same object, the first in path order, then in the order of the file, wins;
/// when it goes away the next takes over.
/// </summary>
internal sealed class ManifestCatalog
{
    private readonly SortedDictionary<string, ManifestFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<ObjectReference, List<ManifestEntry>> _claims = [];
    private readonly Dictionary<ObjectReference, ManifestObject> _objects = [];
    private readonly HashSet<ObjectReference> _contested = [];

    public IReadOnlyCollection<string> Files => _files.Keys;

    public int ObjectCount => _objects.Count;

    /// <summary>Takes over what was read anew and returns the objects that are others now. The same content is the same instance as before.</summary>
    public IReadOnlyList<ResourceChange> Apply(IEnumerable<FileUpdate> updates)
    {
        var touched = new HashSet<ObjectReference>();
        foreach (var update in updates)
        {
            if (_files.Remove(update.Path, out var before))
                Withdraw(before, touched);
            if (update.Content is null)
                continue;
            _files.Add(update.Path, update.Content);
            Claim(update.Content, touched);
        }
        return [.. touched.Select(Settle).OfType<ResourceChange>().OrderBy(change => change.Reference)];
    }

    /// <summary>Everything worth knowing, in path order; conflicts last.</summary>
    public IReadOnlyList<ManifestProblem> Problems() =>
        [.. _files.Values.SelectMany(file => file.Problems), .. _contested.Order().SelectMany(Conflicts)];

    /// <summary>The definition that is used.</summary>
    public ManifestEntry? Find(ObjectReference reference) => _claims.TryGetValue(reference, out var claims) ? claims[0] : null;

    private void Withdraw(ManifestFile file, HashSet<ObjectReference> touched)
    {
        foreach (var entry in file.Entries)
        {
            touched.Add(entry.Reference);
            _claims[entry.Reference].RemoveAll(claim => claim.Position.File == file.Path);
        }
    }

    private void Claim(ManifestFile file, HashSet<ObjectReference> touched)
    {
        foreach (var entry in file.Entries)
        {
            touched.Add(entry.Reference);
            if (!_claims.TryGetValue(entry.Reference, out var claims))
                _claims.Add(entry.Reference, claims = new(1));
            var index = claims.FindLastIndex(claim => string.CompareOrdinal(claim.Position.File, file.Path) <= 0);
            claims.Insert(index + 1, entry);
        }
    }

    private ResourceChange? Settle(ObjectReference reference)
    {
        var claims = _claims[reference];
        if (claims.Count > 1)
            _contested.Add(reference);
        else
            _contested.Remove(reference);
        if (claims.Count == 0)
        {
            _claims.Remove(reference);
            return _objects.Remove(reference) ? ResourceChange.Delete(reference) : null;
        }
        var winner = claims[0].Object;
        if (_objects.TryGetValue(reference, out var current) && current.Hash == winner.Hash)
            return null;
        _objects[reference] = winner;
        return ResourceChange.Upsert(winner.Resource);
    }

    private IEnumerable<ManifestProblem> Conflicts(ObjectReference reference)
    {
        var winner = _claims[reference][0].Position;
        return _claims[reference].Skip(1).Select(loser => new ManifestProblem(
            ConditionSeverity.Error, loser.Position, reference, $"is defined before at {winner}, which is used; this one is not"));
    }
}

/// <summary>A file that is another now.</summary>
/// <param name="Content">Null where it is gone.</param>
internal readonly record struct FileUpdate(string Path, ManifestFile? Content);
