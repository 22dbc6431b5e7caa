using System.Text.Json.Nodes;

namespace Gateway.Deploy.Tests.Support;

/// <summary>An object of a rendering.</summary>
internal sealed record KubernetesObject(JsonNode Json)
{
    private static readonly HashSet<string> ClusterScoped = ["Namespace", "Node", "ClusterRole", "ClusterRoleBinding", "IngressClass"];

    public string ApiVersion => (string)Json["apiVersion"]!;

    public string Kind => (string)Json["kind"]!;

    public string Name => (string)Json.At("metadata.name")!;

    public string? Namespace => (string?)Json.At("metadata.namespace");

    public bool IsClusterScoped => ClusterScoped.Contains(Kind);

    public static IReadOnlyList<KubernetesObject> Parse(string yaml) => [.. YamlJson.Parse(yaml).OfType<JsonNode>().Select(node => new KubernetesObject(node))];

    public override string ToString() => $"{Kind} {(Namespace is null ? "" : Namespace + "/")}{Name}";
}
