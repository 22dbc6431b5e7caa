namespace Gateway.Reconciliation;

/// <summary>Whether what a source has delivered is what there is.</summary>
/// <param name="BehindSince">Since when it may not be; null where the source is being followed.</param>
/// <param name="Problem">Why not.</param>
internal readonly record struct SourceState(DateTimeOffset? BehindSince, string? Problem)
{
    /// <summary>In step.</summary>
    public static SourceState Current => default;
}
