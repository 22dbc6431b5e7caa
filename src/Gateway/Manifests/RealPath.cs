namespace Gateway.Manifests;

/// <summary>Paths with every symbolic link followed, in any part of them.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>The path without links. A part that does not exist stays as it is; so does a chain of links that does not end.</summary>
    public static string Resolve(string path)
    {
        var resolved = Path.GetPathRoot(Path.GetFullPath(path))!;
        var rest = new Stack<string>(Parts(Path.GetFullPath(path)));
        for (var links = 0; rest.TryPop(out var part);)
        {
            var next = Path.Combine(resolved, part);
            if (TargetOf(next) is not { } target || ++links > MaxLinks)
            {
                resolved = next;
                continue;
            }
            var full = Path.GetFullPath(target, resolved);
            resolved = Path.GetPathRoot(full)!;
            foreach (var piece in Parts(full))
                rest.Push(piece);
        }
        return resolved;
    }

    /// <summary>The parts below the root, last one first.</summary>
    private static IEnumerable<string> Parts(string fullPath) =>
        fullPath[Path.GetPathRoot(fullPath)!.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse();

    private static string? TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
