namespace Gateway.Manifests;

/// <summary>Reads manifests once, with everything that can be said about them.</summary>
internal static class ManifestReader
{
    /// <param name="path">A folder or a file.</param>
    /// <exception cref="UnreadableManifestsException">There is nothing at the path, or it cannot be read.</exception>
    public static ManifestReading Read(string path) => Read([path]);

    /// <summary>Several paths as one set of manifests. An object that two of them define is a conflict.</summary>
    /// <inheritdoc cref="Read(string)" />
    public static ManifestReading Read(IEnumerable<string> paths)
    {
        var files = new SortedDictionary<string, ManifestFile>(StringComparer.Ordinal);
        var problems = new List<ManifestProblem>();
        foreach (var path in paths)
        {
            var listing = new ManifestFolder(path).ListOrThrow();
            problems.AddRange(listing.Problems());
            foreach (var (name, stamp) in listing.Files)
                if (FileReading.Read(name, stamp, null, keepNodes: true).Content is { } file)
                    files[name] = file;
        }
        return new(files.Values, problems);
    }

    /// <summary>The same for texts that are at hand.</summary>
    /// <param name="files">Names and bytes.</param>
    public static ManifestReading Parse(IEnumerable<KeyValuePair<string, byte[]>> files) =>
        new(files.Select(file => ManifestFileParser.Parse(file.Value, ManifestFile.Unread(file.Key), keepNodes: true)), []);
}
