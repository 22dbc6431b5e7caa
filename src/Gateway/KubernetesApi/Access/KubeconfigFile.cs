using System.Text.Json;

namespace Gateway.KubernetesApi.Access;

/// <summary>One kubeconfig as it is written: named clusters, users and contexts, and which context is the current one.</summary>
internal sealed class KubeconfigFile
{
    /// <summary>Those of people who have very many clusters are a few hundred kilobytes.</summary>
    private const int MaxBytes = 16 * 1024 * 1024;

    private readonly Dictionary<KubeconfigKind, Dictionary<string, JsonElement>> _items;

    private KubeconfigFile(string path, string? currentContext, Dictionary<KubeconfigKind, Dictionary<string, JsonElement>> items) =>
        (Path, CurrentContext, _items) = (path, currentContext, items);

    /// <summary>Absolute.</summary>
    public string Path { get; }

    public string? CurrentContext { get; }

    public IEnumerable<string> NamesOf(KubeconfigKind kind) => _items[kind].Keys;

    public JsonElement? Find(KubeconfigKind kind, string name) => _items[kind].TryGetValue(name, out var value) ? value : null;

    /// <summary>Null where the file is not there, or where it cannot be read; the latter is a problem.</summary>
    public static KubeconfigFile? Read(string path, List<string> problems)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
                throw new FormatException($"is larger than {MaxBytes / 1024 / 1024} MiB");
            return Build(path, KubeconfigText.Parse(File.ReadAllText(path)), problems);
        }
        catch (FormatException error)
        {
            problems.Add($"{path}: {error.Message}");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{path}: {(Directory.Exists(path) ? "is a folder" : FileFailure.Words(error))}");
        }
        return null;
    }

    private static KubeconfigFile Build(string path, JsonElement root, List<string> problems)
    {
        if (root.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
            throw new FormatException("is no kubeconfig: it is not a mapping");
        var file = new KubeconfigEntry(path, "", root, problems);
        var items = Enum.GetValues<KubeconfigKind>().ToDictionary(kind => kind, kind => Named(file, kind));
        return new(path, file.Text("current-context"), items);
    }

    private static Dictionary<string, JsonElement> Named(KubeconfigEntry file, KubeconfigKind kind)
    {
        var named = new Dictionary<string, JsonElement>();
        foreach (var item in file.Sections(kind.List()))
        {
            var name = item.Text("name") ?? "";
            if (!named.TryAdd(name, item.Section(kind.Word())?.Value ?? default))
                file.Report(kind.List(), $"has the name \"{name}\" twice");
        }
        return named;
    }
}

internal enum KubeconfigKind
{
    Cluster,
    User,
    Context,
}

internal static class KubeconfigKinds
{
    public static string Word(this KubeconfigKind kind) => kind switch
    {
        KubeconfigKind.Cluster => "cluster",
        KubeconfigKind.User => "user",
        _ => "context",
    };

    public static string List(this KubeconfigKind kind) => $"{kind.Word()}s";
}
