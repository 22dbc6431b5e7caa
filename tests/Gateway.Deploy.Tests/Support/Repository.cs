namespace Gateway.Deploy.Tests.Support;

internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Deploy => Path.Combine(Root, "deploy");

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Gateway.sln")))
                return directory.FullName;
        throw new DirectoryNotFoundException("Gateway.sln is in no directory above the tests");
    }
}
