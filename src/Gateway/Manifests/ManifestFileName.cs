namespace Gateway.Manifests;

/// <summary>Which names in a folder are manifests.</summary>
internal static class ManifestFileName
{
    /// <summary>
    /// Files that end in .yaml, .yml or .json. What editors put beside a file while they save it does not (<c>shop.yaml~</c>, <c>shop.yaml.swp</c>,
    /// <c>#shop.yaml#</c>, <c>4913</c>) or is hidden (<c>.#shop.yaml</c>).
    /// </summary>
    public static bool IsManifest(ReadOnlySpan<char> name) => !IsHidden(name)
        && (name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".json", StringComparison.OrdinalIgnoreCase));

    public static bool IsHidden(ReadOnlySpan<char> name) => name is ['.', ..];
}
