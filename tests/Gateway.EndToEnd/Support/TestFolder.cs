namespace Gateway.EndToEnd.Support;

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

    /// <summary><see cref="Write"/>, for a folder that is being set up.</summary>
    public TestFolder With(string name, string content)
    {
        Write(name, content);
        return this;
    }

    /// <summary>Writes a manifest as editors do: a new file takes the place of the old.</summary>
    public void Replace(string name, string content)
    {
        var temporary = System.IO.Path.Combine(Manifests, $".{name}.swp");
        File.WriteAllText(temporary, content);
        File.Move(temporary, System.IO.Path.Combine(Manifests, name), overwrite: true);
    }

    public void Delete(string name) => File.Delete(System.IO.Path.Combine(Manifests, name));

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
