namespace Gateway.ApiServer.Resources;

/// <summary>The shapes of the kinds that have any parts of a special one.</summary>
internal static class Shapes
{
    private static readonly Shape Conditions = Shape.ListOf(["type"], "type");
    private static readonly Shape StatusWithConditions = Shape.Of(("conditions", Conditions));

    private static readonly Shape Metadata = Shape.Of(
        ("labels", Shape.Map),
        ("annotations", Shape.Map),
        ("finalizers", Shape.Set),
        ("ownerReferences", Shape.ListOf(["uid"], "uid", Shape.Atomic)));

    private static readonly Shape Container = Shape.Of(
        ("env", Shape.ListOf(["name"], "name")),
        ("ports", Shape.ListOf(["containerPort", "protocol"], "containerPort")),
        ("volumeMounts", Shape.ListOf(["mountPath"], "mountPath")),
        ("volumeDevices", Shape.ListOf(["devicePath"], "devicePath")),
        ("resources", Shape.Of(("limits", Shape.Map), ("requests", Shape.Map), ("claims", Shape.ListOf(["name"], null)))));

    private static readonly Shape PodSpec = Shape.Of(
        ("containers", Shape.ListOf(["name"], "name", Container)),
        ("initContainers", Shape.ListOf(["name"], "name", Container)),
        ("ephemeralContainers", Shape.ListOf(["name"], "name", Container)),
        ("volumes", Shape.ListOf(["name"], "name")),
        ("imagePullSecrets", Shape.ListOf(["name"], "name", Shape.Atomic)),
        ("hostAliases", Shape.ListOf(["ip"], "ip")),
        ("topologySpreadConstraints", Shape.ListOf(["topologyKey", "whenUnsatisfiable"], "topologyKey")),
        ("nodeSelector", Shape.Atomic));

    private static readonly Shape Workload = Of(
        ("spec", Shape.Of(("selector", Shape.Atomic), ("template", Shape.Of(("metadata", Metadata), ("spec", PodSpec))))),
        ("status", StatusWithConditions));

    private static readonly Shape Simple = Of(("status", StatusWithConditions));

    private static readonly Dictionary<string, Shape> Known = new()
    {
        ["Service"] = Of(
            ("spec", Shape.Of(("ports", Shape.ListOf(["port", "protocol"], "port")), ("selector", Shape.Atomic))), ("status", StatusWithConditions)),
        ["Secret"] = Of(("data", Shape.Map), ("stringData", Shape.Map)),
        ["ConfigMap"] = Of(("data", Shape.Map), ("binaryData", Shape.Map)),
        ["ServiceAccount"] = Of(("secrets", Shape.ListOf(["name"], "name", Shape.Atomic))),
        ["Pod"] = Of(("spec", PodSpec), ("status", StatusWithConditions)),
        ["Deployment"] = Workload,
        ["DaemonSet"] = Workload,
        ["ReplicaSet"] = Workload,
        ["Node"] = Of(
            ("spec", Shape.Of(("podCIDRs", Shape.Set))),
            ("status", Shape.Of(
                ("addresses", Shape.ListOf(["type"], "type")), ("conditions", Conditions), ("capacity", Shape.Map), ("allocatable", Shape.Map)))),
        ["PodDisruptionBudget"] = Of(("spec", Shape.Of(("selector", Shape.Atomic))), ("status", StatusWithConditions)),
        ["Event"] = Of(("involvedObject", Shape.Atomic), ("regarding", Shape.Atomic), ("related", Shape.Atomic)),
        ["RoleBinding"] = Of(("roleRef", Shape.Atomic)),
        ["ClusterRoleBinding"] = Of(("roleRef", Shape.Atomic)),
        ["Gateway"] = Of(
            ("spec", Shape.Of(("listeners", Shape.ListOf(["name"], null)))),
            ("status", Shape.Of(("conditions", Conditions), ("listeners", Shape.ListOf(["name"], null, StatusWithConditions))))),
        ["GatewayClass"] = Of(("status", Shape.Of(("conditions", Conditions), ("supportedFeatures", Shape.ListOf(["name"], null))))),
    };

    public static Shape For(ResourceType type) => Known.GetValueOrDefault(type.Kind, Simple);

    private static Shape Of(params (string Name, Shape Shape)[] fields) => Shape.Of([("metadata", Metadata), .. fields]);
}
