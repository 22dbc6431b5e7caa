namespace Gateway.Configuration;

/// <summary>The directory of the files that come with the program.</summary>
internal static class ContentRoot
{
    public const string SettingsFile = "appsettings.json";

    /// <summary>
    /// The nearest directory, from the program's own upwards, that holds both the settings and the demo: the program's own when it is published,
    /// the root of the repository when it was built there. The program's own where there is none.
    /// </summary>
    public static string Find(string programDirectory)
    {
        for (var directory = new DirectoryInfo(programDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, SettingsFile)) && Directory.Exists(Path.Combine(directory.FullName, ManifestsPath.Default)))
                return directory.FullName;
        return programDirectory;
    }
}
