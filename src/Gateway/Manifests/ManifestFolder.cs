namespace Gateway.Manifests;

/// <summary>A folder of manifests, or a single file: what is in it, links followed.</summary>
internal sealed class ManifestFolder(string root)
{
    private readonly string _root = root.Length > 1 ? root.TrimEnd(Path.DirectorySeparatorChar) : root;

    /// <summary>Lists names and stamps; reads no file.</summary>
    public FolderListing List()
    {
        var walk = new Walk();
        var real = RealPath.Resolve(_root);
        var exists = true;
        if (Directory.Exists(real))
            walk.Folder(_root, real, []);
        else if (File.Exists(real))
            walk.File(_root, new FileInfo(real));
        else
            exists = false;
        return new(exists, walk.Files, walk.Unreadable, Watched(walk, real));
    }

    /// <exception cref="UnreadableManifestsException">There is nothing at the path, or it cannot be read.</exception>
    public FolderListing ListOrThrow()
    {
        var listing = List();
        if (!listing.Exists)
            throw new UnreadableManifestsException(_root, "there is no such file or folder");
        if (listing.Unreadable.TryGetValue(_root, out var reason))
            throw new UnreadableManifestsException(_root, reason);
        return listing;
    }

    /// <summary>The folder; its name in the folder around it, so that it may go and come back; and what links lead to outside of it.</summary>
    private HashSet<WatchedFolder> Watched(Walk walk, string real)
    {
        var watched = new HashSet<WatchedFolder>();
        AddNamed(watched, Path.GetFullPath(_root));
        foreach (var folder in walk.LinkedFolders.Append(real).Where(folder => folder == real || !IsWithin(folder, real)))
        {
            AddNamed(watched, folder);
            if (Directory.Exists(folder))
                watched.Add(new(folder, null));
        }
        foreach (var file in walk.LinkedFiles.Where(file => !IsWithin(file, real)))
            AddNamed(watched, file);
        return watched;
    }

    private static void AddNamed(HashSet<WatchedFolder> watched, string path)
    {
        if (Path.GetDirectoryName(path) is { } parent && Directory.Exists(parent))
            watched.Add(new(RealPath.Resolve(parent), Path.GetFileName(path)));
    }

    private static bool IsWithin(string path, string folder) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private sealed class Walk
    {
        public Dictionary<string, FileStamp> Files { get; } = [];

        public Dictionary<string, string> Unreadable { get; } = [];

        public HashSet<string> LinkedFolders { get; } = [];

        public HashSet<string> LinkedFiles { get; } = [];

        /// <param name="above">The real folders that this one is in: a link back to one of them leads in a circle.</param>
        public void Folder(string path, string real, IReadOnlyList<string> above)
        {
            if (above.Contains(real))
                return;
            try
            {
                foreach (var item in new DirectoryInfo(real).EnumerateFileSystemInfos())
                    if (!ManifestFileName.IsHidden(item.Name))
                        Item($"{path}{Path.DirectorySeparatorChar}{item.Name}", item, [.. above, real]);
            }
            catch (DirectoryNotFoundException)
            {
                // Gone between the listing of the folder around it and now: that is what a folder that is gone looks like.
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Unreadable[path] = error.Message;
            }
        }

        private void Item(string path, FileSystemInfo item, IReadOnlyList<string> above)
        {
            if (item.Attributes.HasFlag(FileAttributes.ReparsePoint))
                Link(path, RealPath.Resolve(item.FullName), above);
            else if (item is DirectoryInfo)
                Folder(path, item.FullName, above);
            else if (ManifestFileName.IsManifest(item.Name))
                File(path, (FileInfo)item);
        }

        private void Link(string path, string target, IReadOnlyList<string> above)
        {
            if (Directory.Exists(target))
            {
                LinkedFolders.Add(target);
                Folder(path, target, above);
            }
            else if (ManifestFileName.IsManifest(Path.GetFileName(path)) && System.IO.File.Exists(target))
            {
                LinkedFiles.Add(target);
                File(path, new FileInfo(target));
            }
        }

        public void File(string path, FileInfo file)
        {
            try
            {
                Files[path] = new(file.FullName, file.Length, file.LastWriteTimeUtc);
            }
            catch (FileNotFoundException)
            {
                // Gone since it was listed.
            }
        }
    }
}
