using System.IO.Enumeration;

namespace Gateway.Deploy.Tests.Image;

/// <summary>What <c>docker build</c> would send of a folder: all that .dockerignore does not keep back. The last rule that fits a path decides.</summary>
internal sealed class BuildContext(string root, IEnumerable<string> ignoreRules)
{
    private readonly string[] _rules =
        [.. ignoreRules.Select(rule => rule.Trim()).Where(rule => rule.Length > 0 && !rule.StartsWith('#'))];

    public bool Includes(string path) => _rules.LastOrDefault(rule => Fits(rule.TrimStart('!'), path)) is null or ['!', ..];

    /// <summary>The files at a path or below it, relative to the root.</summary>
    public IEnumerable<string> Files(string path)
    {
        var full = Path.Combine(root, path);
        var files = File.Exists(full) ? [full] : Directory.GetFiles(full, "*", SearchOption.AllDirectories);
        return files.Select(file => Path.GetRelativePath(root, file)).Where(Includes);
    }

    /// <summary>A rule is for a path and all that is below it; <c>**/</c> is any number of folders.</summary>
    private static bool Fits(string rule, string path)
    {
        var segments = path.Split('/');
        if (rule.StartsWith("**/", StringComparison.Ordinal))
            return segments.Any(segment => FileSystemName.MatchesSimpleExpression(rule.AsSpan(3), segment));
        var wanted = rule.Split('/');
        return wanted.Length <= segments.Length && wanted.Zip(segments).All(pair => FileSystemName.MatchesSimpleExpression(pair.First, pair.Second));
    }
}
