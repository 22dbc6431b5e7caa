namespace Gateway.EndToEnd.Support;

internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Demo => Path.Combine(Root, "deploy", "dev");

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Gateway.sln")))
                return directory.FullName;
        throw new DirectoryNotFoundException("Gateway.sln is in no directory above the tests");
    }
}
