namespace Gateway.Model.Translation;

/// <summary>A desired state together with the snapshot it came from and what the next translation takes over.</summary>
public sealed record TranslationResult
{
    public static readonly TranslationResult Empty = new();

    public ResourceSnapshot Snapshot { get; init; } = ResourceSnapshot.Empty;

    public DesiredState Desired { get; init; } = DesiredState.Empty;
}
