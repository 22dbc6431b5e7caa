namespace Gateway.EndToEnd;

/// <summary>A directory for one test: the current directory of the gateway, with the folder <c>manifests</c> in it and a home beside it.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("gateway-e2e-").FullName;

    public TestFolder()
    {
        Path = Directory.CreateDirectory(System.IO.Path.Combine(_root, "work")).FullName;
        Manifests = Directory.CreateDirectory(System.IO.Path.Combine(Path, "manifests")).FullName;
        Home = Directory.CreateDirectory(System.IO.Path.Combine(_root, "home")).FullName;
    }

    public string Path { get; }

    public string Manifests { get; }

    public string Home { get; }

    /// <summary>Writes a manifest as kubectl's users do: the whole file anew, in place.</summary>
    public void Write(string name, string content) => File.WriteAllText(System.IO.Path.Combine(Manifests, name), content);

    public void Delete(string name) => File.Delete(System.IO.Path.Combine(Manifests, name));

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
