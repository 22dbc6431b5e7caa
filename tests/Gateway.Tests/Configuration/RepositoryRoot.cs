namespace Gateway.Tests.Configuration;

/// <summary>Where the sources are.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(System.IO.Path.Combine(directory.FullName, "Gateway.sln")))
                return directory.FullName;
        throw new DirectoryNotFoundException("Gateway.sln is in no directory above the tests");
    }
}
