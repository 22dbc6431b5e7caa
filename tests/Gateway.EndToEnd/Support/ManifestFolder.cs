namespace Gateway.EndToEnd.Support;

/// <summary>A folder of manifests in a temporary place.</summary>
internal sealed class ManifestFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-manifests-");

    public string Path => _folder.FullName;

    public ManifestFolder With(string file, string text)
    {
        Write(file, text);
        return this;
    }

    public void Write(string file, string text) => File.WriteAllText(PathOf(file), text);

    /// <summary>As editors save: a new file in the place of the old.</summary>
    public void Replace(string file, string text)
    {
        var temporary = PathOf($".{file}.swp");
        File.WriteAllText(temporary, text);
        File.Move(temporary, PathOf(file), overwrite: true);
    }

    public void Delete(string file) => File.Delete(PathOf(file));

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string file) => System.IO.Path.Combine(_folder.FullName, file);
}
