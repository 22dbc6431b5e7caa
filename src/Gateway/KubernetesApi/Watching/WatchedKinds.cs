using Gateway.KubernetesApi.Objects;
using Gateway.Model.Resources;

namespace Gateway.KubernetesApi.Watching;

/// <summary>What the gateway follows in a cluster, and no more: each of them is a right that has to be given.</summary>
internal static class WatchedKinds
{
    /// <param name="nodeName">Of all nodes, only the gateway's own says something that is used: its zone.</param>
    public static IReadOnlyList<WatchedKind> All(string nodeName)
    {
        var pool = new StringPool();
        return
        [
            new("Service", "v1", "services", true, ApiJson.For<Service>(pool)),
            new("EndpointSlice", "discovery.k8s.io/v1", "endpointslices", true, ApiJson.For<EndpointSlice>(pool)),
            new("Ingress", "networking.k8s.io/v1", "ingresses", true, ApiJson.For<Ingress>(pool)),
            new("IngressClass", "networking.k8s.io/v1", "ingressclasses", false, ApiJson.For<IngressClass>(pool)) { IsOptional = true },
            new("Secret", "v1", "secrets", true, ApiJson.For<Secret>(pool))
            {
                IsOptional = true,
                FieldSelector = $"type={Secret.TlsType}",
                Trim = static resource => WithPairAlone((Secret)resource),
            },
            new("Node", "v1", "nodes", false, ApiJson.For<Node>(pool)) { IsOptional = true, FieldSelector = $"metadata.name={nodeName}" },
        ];
    }

    /// <summary>A Secret may hold more than a certificate and its key, and be as large as the API server allows.</summary>
    private static Secret WithPairAlone(Secret secret) => secret.Data is not { } data ? secret : secret with
    {
        Data = data.Where(pair => pair.Key is Secret.CertificateKey or Secret.PrivateKeyKey).ToDictionary(),
        StringData = null,
    };
}
