using System.Text.Json.Serialization.Metadata;
using Gateway.Model.Resources;

namespace Gateway.Manifests;

/// <summary>A kind of object that the gateway reads.</summary>
internal sealed record ManifestKind(string ApiVersion, string Name, bool IsNamespaced, JsonTypeInfo Type);

internal static class ManifestKinds
{
    private static readonly Dictionary<string, ManifestKind> Kinds = new ManifestKind[]
    {
        new("v1", "Service", true, ResourceJson.Default.Service),
        new("discovery.k8s.io/v1", "EndpointSlice", true, ResourceJson.Default.EndpointSlice),
        new("v1", "Pod", true, ResourceJson.Default.Pod),
        new("v1", "Node", false, ResourceJson.Default.Node),
        new("v1", "Namespace", false, ResourceJson.Default.NamespaceResource),
        new("networking.k8s.io/v1", "Ingress", true, ResourceJson.Default.Ingress),
        new("networking.k8s.io/v1", "IngressClass", false, ResourceJson.Default.IngressClass),
        new("v1", "Secret", true, ResourceJson.Default.Secret),
    }.ToDictionary(kind => kind.Name);

    public static ManifestKind? Find(string kind) => Kinds.GetValueOrDefault(kind);
}
