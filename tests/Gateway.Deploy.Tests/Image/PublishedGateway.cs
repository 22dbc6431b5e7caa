namespace Gateway.Deploy.Tests.Image;

/// <summary>The image without Docker: what its first stage makes, in a folder.</summary>
public sealed class PublishedGateway : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("gateway-image-").FullName;
    private readonly Lazy<Task<string>> _program;

    public PublishedGateway() => _program = new(BuildAsync);

    internal static Dockerfile Dockerfile { get; } = Dockerfile.Parse(Repository.Read("deploy", "image", "Dockerfile"));

    internal static BuildContext Context { get; } = new(Repository.Root, Repository.Read(".dockerignore").Split('\n'));

    /// <summary>The folder of what the image has in /app. The first to ask for it waits for the build.</summary>
    internal Task<string> FolderAsync() => _program.Value;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task<string> BuildAsync()
    {
        // Others run the program than the one who made it.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_root, (UnixFileMode)Convert.ToInt32("755", 8));
        var stage = new BuildStage(_root, Context);
        await stage.RunAsync(Dockerfile.Stages.First());
        var copies = Dockerfile.Stages.Last().Where(instruction => instruction.Keyword == "COPY").Select(instruction => instruction.Words).ToArray();
        Assert.All(copies, words => Assert.Equal("--from=build", words[0]));
        Assert.All(copies, words => Assert.True(Path.Exists(stage.Locate(words[1])), words[1]));
        return stage.Locate(copies[0][1]);
    }
}
