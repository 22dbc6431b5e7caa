namespace Gateway.Configuration;

/// <summary>Finds the folder to serve.</summary>
internal static class ManifestsPath
{
    public const string Default = "deploy/dev";

    /// <summary>
    /// A relative path is looked for in the current directory, then in the content root: so the demo is found wherever the program is started.
    /// Where it is in neither, the path in the current directory is returned, for the message that it is not there.
    /// </summary>
    public static string Resolve(string written, string currentDirectory, string contentRoot)
    {
        var here = Path.Combine(currentDirectory, written);
        var there = Path.Combine(contentRoot, written);
        if (!Path.Exists(here) && Path.Exists(there))
            return there;
        return Path.Exists(here) && !Path.IsPathRooted(written) ? written : here;
    }
}
