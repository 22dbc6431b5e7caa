namespace Gateway.Manifests;

/// <summary>Which files may be others, whatever their stamps say. Paths without links.</summary>
internal sealed class TouchedPaths
{
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    /// <summary>Events were lost: any file may be another one.</summary>
    public bool IsEverything { get; private set; }

    public static TouchedPaths Everything => new() { IsEverything = true };

    public bool Contains(string realPath) => IsEverything || _paths.Contains(realPath);

    public void Add(string realPath) => _paths.Add(realPath);

    public void AddEverything() => IsEverything = true;
}
