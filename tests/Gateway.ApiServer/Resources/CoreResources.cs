namespace Gateway.ApiServer.Resources;

/// <summary>The kinds of the core group.</summary>
internal static class CoreResources
{
    public static readonly ResourceType Namespace = new("", "v1", "namespaces", "Namespace")
    {
        Namespaced = false,
        HasStatus = true,
        ShortNames = ["ns"],
        AllowsDeleteCollection = false,
        AnswersDeletionWithObject = true,
        SelectableFields = ["status.phase"],
        Blank = """
            "spec":{},"status":{}
            """,
        Default = NamespaceRules.Default,
        InitialStatus = () => new() { ["phase"] = "Active" },
    };

    public static readonly ResourceType Service = new("", "v1", "services", "Service")
    {
        HasStatus = true,
        ShortNames = ["svc"],
        Categories = ["all"],
        AnswersDeletionWithObject = true,
        SelectableFields = ["spec.clusterIP", "spec.type"],
        Blank = """
            "spec":{},"status":{"loadBalancer":{}}
            """,
        Default = ServiceRules.Default,
        Allocate = ServiceRules.Allocate,
        Validate = ServiceRules.Validate,
        InitialStatus = LoadBalancerStatus.Empty,
    };

    public static readonly ResourceType Secret = new("", "v1", "secrets", "Secret")
    {
        SelectableFields = ["type"],
        Default = SecretRules.Default,
        Validate = SecretRules.Validate,
    };

    public static readonly ResourceType Node = new("", "v1", "nodes", "Node")
    {
        Namespaced = false,
        HasStatus = true,
        ShortNames = ["no"],
        SelectableFields = ["spec.unschedulable"],
        Blank = """
            "spec":{},"status":{"daemonEndpoints":{"kubeletEndpoint":{"Port":0}}}
            """,
    };

    public static readonly ResourceType Pod = new("", "v1", "pods", "Pod")
    {
        HasStatus = true,
        CountsGenerations = true,
        ShortNames = ["po"],
        Categories = ["all"],
        AnswersDeletionWithObject = true,
        SelectableFields = ["spec.nodeName", "spec.serviceAccountName", "status.phase", "status.podIP"],
        Blank = """
            "spec":{"containers":null},"status":{}
            """,
        InitialStatus = () => new() { ["phase"] = "Pending" },
    };

    public static readonly ResourceType ConfigMap = new("", "v1", "configmaps", "ConfigMap") { ShortNames = ["cm"] };

    public static readonly ResourceType ServiceAccount = new("", "v1", "serviceaccounts", "ServiceAccount")
    {
        ShortNames = ["sa"],
        AnswersDeletionWithObject = true,
    };

    public static readonly ResourceType Event = new("", "v1", "events", "Event")
    {
        ShortNames = ["ev"],
        UpdatesMayCreate = true,
        SelectableFields =
        [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion", "reason",
            "reportingComponent", "type",
        ],
        Blank = """
            "involvedObject":{},"source":{},"firstTimestamp":null,"lastTimestamp":null,"eventTime":null,"reportingComponent":"","reportingInstance":""
            """,
        Default = EventRules.Default,
        Validate = EventRules.ValidateCore,
    };

    public static readonly ResourceType[] All = [ConfigMap, Event, Namespace, Node, Pod, Secret, ServiceAccount, Service];
}
