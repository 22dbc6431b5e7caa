using Gateway.Model;

namespace Gateway.Manifests;

/// <summary>What one file gives, as it was read last. Immutable.</summary>
internal sealed record ManifestFile
{
    /// <summary>A file before it was read for the first time.</summary>
    public static ManifestFile Unread(string path) => new() { Path = path };

    /// <summary>As people call it; files are ordered by it.</summary>
    public required string Path { get; init; }

    /// <summary>In the order written. Holds what was kept from before where that could not be read again.</summary>
    public IReadOnlyList<ManifestEntry> Entries { get; init; } = [];

    public IReadOnlyList<ManifestProblem> Problems { get; init; } = [];

    /// <summary>The file as a whole cannot be read; everything is as it was before.</summary>
    public bool IsBroken { get; init; }

    /// <summary>The parts of the text by their hash, for the next reading.</summary>
    public IReadOnlyDictionary<UInt128, ParsedChunk> Chunks { get; init; } = new Dictionary<UInt128, ParsedChunk>();

    public ManifestFile Broken(ManifestPosition position, string reason) => this with
    {
        IsBroken = true,
        Problems = [new(ConditionSeverity.Error, position, null, reason), .. Problems.Where(problem => problem.Severity != ConditionSeverity.Error)],
    };

    /// <summary>True where something that this file gives, the later one gives no more, or only because it is broken.</summary>
    public bool LosesIn(ManifestFile? later)
    {
        if (later is null || (later.IsBroken && !IsBroken))
            return Entries.Count > 0;
        var kept = later.Entries.Select(entry => entry.Reference).ToHashSet();
        return Entries.Any(entry => !kept.Contains(entry.Reference)) || (later.HasErrors && !HasErrors);
    }

    public bool HasErrors => Problems.Any(problem => problem.Severity == ConditionSeverity.Error);
}

/// <param name="NodeCount">What the part costs, see <see cref="Documents.ManifestLimits"/>.</param>
internal sealed record ParsedChunk(DocumentContent Content, long NodeCount, long TextLength);
