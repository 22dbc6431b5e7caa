namespace Gateway.Manifests.Documents;

/// <summary>What a file may cost. Anything larger is refused as a whole.</summary>
internal static class ManifestLimits
{
    public const int MaxFileBytes = 4 * 1024 * 1024;

    /// <summary>Values of a file with every alias written out. Aliases of aliases grow exponentially: the "billion laughs".</summary>
    public const int MaxNodes = 1_000_000;

    /// <summary>Characters of a file with every alias written out.</summary>
    public const int MaxTextLength = 32 * 1024 * 1024;

    public const int MaxDepth = 200;
}
