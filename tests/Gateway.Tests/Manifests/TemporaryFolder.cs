namespace Gateway.Tests.Manifests;

/// <summary>A folder that is removed with all in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("gateway-manifests-").FullName;

    public string Path { get; }

    public string Combine(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Combine(name))!);
        File.WriteAllText(Combine(name), text);
        return Combine(name);
    }

    /// <summary>Writes a file so that nobody sees a part of it.</summary>
    public string Replace(string name, string text)
    {
        File.Move(Write($"{name}.tmp", text), Combine(name), overwrite: true);
        return Combine(name);
    }

    /// <summary>rename(2) of a link to a folder over another one, which File.Move and Directory.Move refuse.</summary>
    public static void RenameLink(string from, string to)
    {
        using var move = System.Diagnostics.Process.Start("mv", ["-T", from, to]);
        move.WaitForExit();
        Assert.Equal(0, move.ExitCode);
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}

internal static class Manifest
{
    public static string Service(string name, int port = 80) =>
        $"apiVersion: v1\nkind: Service\nmetadata:\n  name: {name}\nspec:\n  ports:\n  - port: {port}\n";

    public static string Join(params IEnumerable<string> documents) => string.Join("---\n", documents);
}
