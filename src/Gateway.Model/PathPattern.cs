using System.Diagnostics.CodeAnalysis;

namespace Gateway.Model;

/// <summary>
/// What the path of a route matches, after KEP-1453: exact paths as they are written, prefixes element by element, where a slash at the
/// end says nothing on either side. This is the definition; the request path may do the same in another way.
/// </summary>
public static class PathPattern
{
    private static readonly string[] RefusedSequences = ["//", "/./", "/../", "%2f", "%2F"];
    private static readonly string[] RefusedEndings = ["/.", "/.."];

    /// <summary>
    /// Reads a path into the form that <see cref="HttpRoute.Path"/> has: prefixes without a slash at the end, all requests being <c>/</c>.
    /// </summary>
    /// <param name="problem">A sentence that says what is wrong with it.</param>
    public static bool TryParse(PathMatch match, string? text, out string path, [NotNullWhen(false)] out string? problem)
    {
        path = text ?? "";
        problem = ProblemOf(match, path);
        if (match == PathMatch.Prefix)
            path = path.Length <= 1 ? "/" : path.TrimEnd('/');
        return problem is null;
    }

    /// <param name="pattern">As <see cref="TryParse"/> gives it.</param>
    /// <param name="path">The path of a request; it starts with a slash.</param>
    public static bool Matches(PathMatch match, string pattern, ReadOnlySpan<char> path)
    {
        if (match == PathMatch.Exact)
            return path.SequenceEqual(pattern);
        if (pattern.Length == 1)
            return true;
        return path.StartsWith(pattern, StringComparison.Ordinal) && (path.Length == pattern.Length || path[pattern.Length] == '/');
    }

    /// <summary>Orders the routes of a host: exact before prefix, then the longer path, then by text.</summary>
    public static int ComparePrecedence(HttpRoute left, HttpRoute right)
    {
        var byMatch = left.Match.CompareTo(right.Match);
        if (byMatch != 0)
            return byMatch;
        var byLength = right.Path.Length.CompareTo(left.Path.Length);
        return byLength != 0 ? byLength : string.CompareOrdinal(left.Path, right.Path);
    }

    private static string? ProblemOf(PathMatch match, string path)
    {
        if (path.Length == 0)
            return match == PathMatch.Prefix ? null : "the path is empty; an exact path starts with /";
        if (path[0] != '/')
            return $"path {path} does not start with /";
        if (Array.Find(RefusedSequences, refused => path.Contains(refused, StringComparison.Ordinal)) is { } sequence)
            return $"path {path} must not contain {sequence}";
        if (Array.Find(RefusedEndings, refused => path.EndsWith(refused, StringComparison.Ordinal)) is { } ending)
            return $"path {path} must not end with {ending}";
        return null;
    }
}
