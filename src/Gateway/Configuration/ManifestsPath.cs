namespace Gateway.Configuration;

/// <summary>Finds the folder to serve.</summary>
internal static class ManifestsPath
{
    public const string Default = "deploy/dev";

    /// <summary>
    /// A relative path is looked for in the current directory, then in the content root: so the demo is found wherever the program is started.
    /// Where it is in neither, it is returned as written, for the message that it is not there.
    /// </summary>
    public static string Resolve(string written, ProcessEnvironment environment)
    {
        var here = Path.Combine(environment.CurrentDirectory, written);
        var there = Path.Combine(ContentRoot.Find(environment.ProgramDirectory), written);
        return !Path.Exists(here) && Path.Exists(there) ? there : written;
    }
}
