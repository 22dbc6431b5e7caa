namespace Gateway.KubernetesApi.Access;

/// <summary>The <c>exec</c> section of a user: a program that gives credentials.</summary>
internal sealed class ExecReader(KubeconfigEntry exec, KubeconfigEntry cluster, AccessEnvironment environment, List<string> problems)
{
    private const string Group = "client.authentication.k8s.io";

    /// <summary>Null where there are problems.</summary>
    public ExecCall? Read()
    {
        var before = problems.Count;
        var version = Version();
        CheckInteractiveMode(version);
        var path = Command();
        var call = new ExecCall
        {
            Name = $"{exec.NameOf("command")} {path}",
            Path = path ?? "",
            Arguments = exec.Texts("args"),
            Environment = Variables(),
            ApiVersion = $"{Group}/{version}",
            InstallHint = Hint(),
            Cluster = exec.Flag("provideClusterInfo") ? new(cluster) : null,
        };
        return problems.Count == before ? call : null;
    }

    private string? Version()
    {
        switch (exec.Required("apiVersion"))
        {
            case $"{Group}/v1":
                return "v1";
            case $"{Group}/v1beta1":
                return "v1beta1";
            case null:
                return null;
            default:
                exec.Report("apiVersion", $"is neither {Group}/v1 nor {Group}/v1beta1");
                return null;
        }
    }

    private void CheckInteractiveMode(string? version)
    {
        switch (exec.Text("interactiveMode"))
        {
            case "Never" or "IfAvailable":
            case null when version != "v1":
                break;
            case null:
                exec.Report("interactiveMode", "is missing; it is Never, IfAvailable or Always");
                break;
            case "Always":
                exec.Report("interactiveMode", "is Always, but nobody sits at the gateway to answer a plugin's questions");
                break;
            default:
                exec.Report("interactiveMode", "is none of Never, IfAvailable and Always");
                break;
        }
    }

    /// <summary>The program: with a slash, a file, from the kubeconfig's folder on; without one, the first of the name on the PATH.</summary>
    private string? Command()
    {
        if (exec.Required("command") is not { } command)
            return null;
        var candidates = command.Contains('/', StringComparison.Ordinal)
            ? [exec.FilePath("command")!]
            : (environment.Variable("PATH") ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(folder => Path.Combine(folder, command));
        if (candidates.FirstOrDefault(File.Exists) is { } found)
            return found;
        exec.Report("command", $"{command} is not there{Hint()}");
        return null;
    }

    private string Hint() => exec.Text("installHint") is { } hint ? $" ({ExecText.OneLine(hint)})" : "";

    private Dictionary<string, string?> Variables()
    {
        var variables = environment.Variables.ToDictionary();
        foreach (var variable in exec.Sections("env"))
            if (variable.Required("name") is { } name)
                variables[name] = variable.Text("value") ?? "";
        return variables;
    }
}
