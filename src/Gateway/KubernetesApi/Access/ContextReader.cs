namespace Gateway.KubernetesApi.Access;

/// <summary>From a context of a kubeconfig to a plan: its cluster, its user, its namespace.</summary>
internal sealed class ContextReader(Kubeconfig kubeconfig, AccessEnvironment environment, List<string> problems, TimeProvider time, ILogger logger)
{
    /// <summary>Null where there are problems.</summary>
    public AccessPlan? Read(string? asked)
    {
        if (problems.Count > 0 || Choose(asked) is not { } context)
            return null;
        var entry = kubeconfig.Find(KubeconfigKind.Context, context, context, problems)!;
        if (Follow(entry, KubeconfigKind.Cluster, context) is not { } cluster)
            return null;
        var address = new ClusterReader(cluster, environment, problems, time, logger).Read();
        var isEncrypted = address is null || address.IsEncrypted;
        // Where nothing is encrypted, no credential is sent, and so none is looked at; kubectl does the same.
        var user = isEncrypted ? Follow(entry, KubeconfigKind.User, context) : null;
        var credentials = user is null ? new FieldCredentials(null, null) : new UserReader(user, cluster, environment, problems, time, logger).Read();
        var impersonation = user is null ? [] : Impersonation.Read(user);
        if (problems.Count > 0 || address is null)
            return null;
        return new()
        {
            Cluster = address,
            Credentials = credentials,
            Impersonation = impersonation,
            Namespace = entry.Text("namespace"),
            Origin = $"context {context} of {kubeconfig.FileOf(KubeconfigKind.Context, context)}",
        };
    }

    private string? Choose(string? asked)
    {
        var contexts = kubeconfig.NamesOf(KubeconfigKind.Context).ToList();
        var name = asked ?? kubeconfig.CurrentContext;
        if (name is not null && contexts.Contains(name))
            return name;
        var files = string.Join(", ", kubeconfig.Paths);
        var choice = contexts.Count == 0 ? "there is none" : $"there are {string.Join(", ", contexts)}";
        problems.Add((asked, name) switch
        {
            (not null, _) => $"{files}: context \"{name}\" is not among the contexts: {choice}",
            (_, not null) => $"{files}: current-context \"{name}\" is not among the contexts: {choice}",
            _ => $"{files}: current-context is not set, and no context is asked for: {choice}",
        });
        return null;
    }

    /// <summary>The entry that the context names. It may name no user.</summary>
    private KubeconfigEntry? Follow(KubeconfigEntry context, KubeconfigKind kind, string contextName)
    {
        if ((kind == KubeconfigKind.Cluster ? context.Required(kind.Word()) : context.Text(kind.Word())) is not { } name)
            return null;
        var found = kubeconfig.Find(kind, name, contextName, problems);
        if (found is null)
            context.Report(kind.Word(), $"\"{name}\" is not among the {kind.List()}");
        return found;
    }
}
