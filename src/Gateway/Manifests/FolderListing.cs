using Gateway.Model;

namespace Gateway.Manifests;

/// <summary>What tells that a file may be another one, without reading it.</summary>
/// <param name="RealPath">Where the content is once every link is followed.</param>
internal sealed record FileStamp(string RealPath, long Length, DateTime LastWriteUtc);

/// <summary>What is in a folder at one moment.</summary>
/// <param name="Exists">False where there is nothing at the path.</param>
/// <param name="Files">By the path as people call it.</param>
/// <param name="Unreadable">Folders that could not be listed, with the reason. What was known of their files stays.</param>
/// <param name="Watched">The folders whose events tell of changes to these files.</param>
internal sealed record FolderListing(
    bool Exists,
    IReadOnlyDictionary<string, FileStamp> Files,
    IReadOnlyDictionary<string, string> Unreadable,
    IReadOnlySet<WatchedFolder> Watched)
{
    /// <summary>True for what is in a folder that could not be listed.</summary>
    public bool IsUnreadable(string path) =>
        Unreadable.Keys.Any(folder => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    public IEnumerable<ManifestProblem> Problems() => Unreadable.Select(folder => new ManifestProblem(
        ConditionSeverity.Error, new(folder.Key, 1, 1), null, $"cannot be listed: {folder.Value}"));
}

/// <param name="RealPath">Without links, and so what events carry.</param>
/// <param name="Name">The one name in the folder that matters, or null for everything in it and below.</param>
internal sealed record WatchedFolder(string RealPath, string? Name);
