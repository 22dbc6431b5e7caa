namespace Gateway.KubernetesApi.Access;

/// <summary>The way to one API server, and the credentials for it. Both may change while it is in use: files and plugins are asked again.</summary>
internal sealed class ClusterAccess : IDisposable
{
    private readonly ICredentialSource _credentials;

    private ClusterAccess(AccessPlan plan, TimeProvider time)
    {
        Server = plan.Cluster.Server;
        Description = $"cluster at {Server.GetLeftPart(UriPartial.Path).TrimEnd('/')} ({plan.Origin})";
        Namespace = plan.Namespace;
        _credentials = plan.Credentials;
        Http = new(new AuthenticatedRequests(_credentials, plan.Impersonation, plan.Cluster.TlsServerName)
        {
            InnerHandler = new ServerConnections(plan.Cluster, time),
        });
    }

    /// <summary>The root of the API; it may have a path.</summary>
    public Uri Server { get; }

    /// <summary>
    /// Sends requests with the credentials that are good at the time. A plugin that gives none fails a request with an <see cref="HttpRequestException"/>.
    /// </summary>
    public HttpMessageInvoker Http { get; }

    /// <summary>For people, such as <c>cluster at https://10.0.0.1:6443 (context dev of /home/u/.kube/config)</c>.</summary>
    public string Description { get; }

    /// <summary>The pod's, or the context's; null where neither says one.</summary>
    public string? Namespace { get; }

    /// <summary>
    /// Finds the cluster:
    /// 1. by the kubeconfig that is asked for;
    /// 2. in a pod, unless a context is asked for, by the pod's service account;
    /// 3. by the files of the variable KUBECONFIG;
    /// 4. by <c>~/.kube/config</c>.
    /// </summary>
    /// <exception cref="ClusterAccessException">There is none, or what is said of it cannot be used.</exception>
    public static ClusterAccess Open(string? kubeconfig, string? context, AccessEnvironment environment, TimeProvider time, ILogger logger)
    {
        var problems = new List<string>();
        var plan = kubeconfig is null && context is null && ServiceAccount.IsThere(environment)
            ? new ServiceAccount(environment, problems, time, logger).Read()
            : new ContextReader(Kubeconfig.Load(kubeconfig, environment, problems), environment, problems, time, logger).Read(context);
        return problems.Count == 0 && plan is not null ? new(plan, time) : throw new ClusterAccessException([.. problems.Distinct()]);
    }

    public void Dispose()
    {
        Http.Dispose();
        _credentials.Dispose();
    }
}
