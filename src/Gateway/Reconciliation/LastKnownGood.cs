using Gateway.Model;

namespace Gateway.Reconciliation;

/// <summary>What came of looking for a state that was kept: the state, or why there is none to use, or that there simply is none.</summary>
internal sealed record LastKnownGood
{
    public static readonly LastKnownGood Missing = new();

    private LastKnownGood()
    {
    }

    /// <summary>Null where there is none, or none to use.</summary>
    public ResourceSnapshot? Snapshot { get; private init; }

    public DateTimeOffset? SavedAt { get; private init; }

    /// <summary>Why what is there cannot be used, in one line that begins with the file; null where it can, or where nothing is there.</summary>
    public string? Problem { get; private init; }

    public static LastKnownGood Of(ResourceSnapshot snapshot, DateTimeOffset savedAt) => new() { Snapshot = snapshot, SavedAt = savedAt };

    public static LastKnownGood Unusable(string problem) => new() { Problem = problem };
}
