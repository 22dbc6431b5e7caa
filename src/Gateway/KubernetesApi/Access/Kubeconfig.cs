namespace Gateway.KubernetesApi.Access;

/// <summary>
/// One or more kubeconfigs as one, by the rules of <c>kubectl</c>: the first file that has a name, or sets the current context, has the say, and has it
/// for the whole entry.
/// </summary>
internal sealed class Kubeconfig
{
    private readonly IReadOnlyList<KubeconfigFile> _files;

    private Kubeconfig(IReadOnlyList<KubeconfigFile> files) => _files = files;

    public IReadOnlyList<string> Paths => [.. _files.Select(file => file.Path)];

    public string? CurrentContext => _files.Select(file => file.CurrentContext).FirstOrDefault(name => name is not null);

    public IEnumerable<string> NamesOf(KubeconfigKind kind) => _files.SelectMany(file => file.NamesOf(kind)).Distinct();

    /// <param name="context">In which the entry is asked for, for messages.</param>
    public KubeconfigEntry? Find(KubeconfigKind kind, string name, string context, List<string> problems)
    {
        foreach (var file in _files)
        {
            var place = kind == KubeconfigKind.Context ? $"context \"{name}\": " : $"context \"{context}\": {kind.Word()} \"{name}\": ";
            if (file.Find(kind, name) is { } value)
                return new(file.Path, place, value, problems);
        }
        return null;
    }

    public string FileOf(KubeconfigKind kind, string name) => _files.First(file => file.Find(kind, name) is not null).Path;

    /// <summary>Reads the files there are. None at all is a problem.</summary>
    public static Kubeconfig Load(string? asked, AccessEnvironment environment, List<string> problems)
    {
        if (asked is not null)
        {
            var path = Absolute(asked, environment);
            return new(ReadAll([path], problems, $"{path}: is not there"));
        }
        if (environment.Variable("KUBECONFIG") is { } list)
        {
            var paths = list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(path => Absolute(path, environment)).Distinct().ToArray();
            return new(ReadAll(paths, problems, $"KUBECONFIG: {string.Join(", ", paths)}: {(paths.Length == 1 ? "is not there" : "none of them is there")}"));
        }
        var usual = Path.Combine(environment.HomeDirectory, ".kube", "config");
        return new(ReadAll([usual], problems, $"{usual}: is not there, KUBECONFIG is not set, and this is no pod: nothing says where a cluster is"));
    }

    private static List<KubeconfigFile> ReadAll(IReadOnlyList<string> paths, List<string> problems, string otherwise)
    {
        var files = paths.Select(path => KubeconfigFile.Read(path, problems)).OfType<KubeconfigFile>().ToList();
        if (files.Count == 0 && problems.Count == 0)
            problems.Add(otherwise);
        return files;
    }

    private static string Absolute(string path, AccessEnvironment environment) => path is ['~', '/', .. var below]
        ? Path.Combine(environment.HomeDirectory, below)
        : Path.GetFullPath(path, environment.CurrentDirectory);
}
