namespace Gateway.ApiServer.Resources;

/// <summary>The kinds of the other built-in groups, as far as a gateway and what deploys it have to do with them.</summary>
internal static class GroupResources
{
    private const string Workload = """
        "spec":{"selector":null,"template":{"metadata":{},"spec":{"containers":null}}},"status":{}
        """;

    public static readonly ResourceType EndpointSlice = new("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice")
    {
        CountsGenerations = true,
        Blank = """
            "addressType":"","endpoints":null,"ports":null
            """,
        Default = EndpointSliceRules.Default,
        Validate = EndpointSliceRules.Validate,
    };

    public static readonly ResourceType Ingress = new("networking.k8s.io", "v1", "ingresses", "Ingress")
    {
        HasStatus = true,
        CountsGenerations = true,
        ShortNames = ["ing"],
        Blank = """
            "spec":{},"status":{"loadBalancer":{}}
            """,
        Default = IngressRules.Default,
        Validate = IngressRules.Validate,
        InitialStatus = LoadBalancerStatus.Empty,
    };

    public static readonly ResourceType IngressClass = new("networking.k8s.io", "v1", "ingressclasses", "IngressClass")
    {
        Namespaced = false,
        CountsGenerations = true,
        Blank = """
            "spec":{}
            """,
    };

    public static readonly ResourceType Lease = new("coordination.k8s.io", "v1", "leases", "Lease")
    {
        UpdatesNeedVersion = true,
        UpdatesMayCreate = true,
        Blank = """
            "spec":{}
            """,
    };

    /// <summary>The same objects as the core group's events, in another form.</summary>
    public static readonly ResourceType Event = new("events.k8s.io", "v1", "events", "Event")
    {
        ShortNames = ["ev"],
        SelectableFields = CoreResources.Event.SelectableFields,
        Blank = """
            "eventTime":null,"regarding":{},"deprecatedSource":{},"deprecatedFirstTimestamp":null,"deprecatedLastTimestamp":null
            """,
        Validate = EventRules.Validate,
        UpdatesMayCreate = true,
        View = new(CoreResources.Event, EventRules.ToCore, EventRules.FromCore),
    };

    /// <summary>Groups in the order in which the server lists them.</summary>
    public static readonly ResourceType[] All =
    [
        Workloads("deployments", "Deployment", "deploy"),
        Workloads("daemonsets", "DaemonSet", "ds"),
        Workloads("replicasets", "ReplicaSet", "rs"),
        Event,
        new("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler")
        {
            HasStatus = true,
            ShortNames = ["hpa"],
            Categories = ["all"],
            Blank = """
                "spec":{"scaleTargetRef":{"kind":"","name":""},"maxReplicas":0},"status":{"desiredReplicas":0,"currentMetrics":null}
                """,
        },
        Ingress,
        IngressClass,
        new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget")
        {
            HasStatus = true,
            UpdatesNeedVersion = true,
            CountsGenerations = true,
            ShortNames = ["pdb"],
            Blank = """
                "spec":{},"status":{"disruptionsAllowed":0,"currentHealthy":0,"desiredHealthy":0,"expectedPods":0}
                """,
        },
        Rights("roles", "Role", namespaced: true, """
            "rules":null
            """),
        Rights("rolebindings", "RoleBinding", namespaced: true, """
            "roleRef":{"apiGroup":"","kind":"","name":""}
            """),
        Rights("clusterroles", "ClusterRole", namespaced: false, """
            "rules":null
            """),
        Rights("clusterrolebindings", "ClusterRoleBinding", namespaced: false, """
            "roleRef":{"apiGroup":"","kind":"","name":""}
            """),
        Lease,
        EndpointSlice,
    ];

    private static ResourceType Workloads(string plural, string kind, string shortName) => new("apps", "v1", plural, kind)
    {
        HasStatus = true,
        CountsGenerations = true,
        ShortNames = [shortName],
        Categories = ["all"],
        Blank = Workload,
    };

    private static ResourceType Rights(string plural, string kind, bool namespaced, string blank) =>
        new("rbac.authorization.k8s.io", "v1", plural, kind) { Namespaced = namespaced, Blank = blank };
}
