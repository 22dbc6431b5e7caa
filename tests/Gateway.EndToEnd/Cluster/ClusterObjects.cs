using System.Text;

namespace Gateway.EndToEnd.Cluster;

/// <summary>Objects of the namespace <c>shop</c>.</summary>
internal static class ClusterObjects
{
    public static string Service(string name, string more = "") =>
        $"{{ apiVersion: v1, kind: Service, metadata: {{ name: {name}, namespace: shop{more} }}, spec: {{ ports: [{{ name: http, port: 80, targetPort: {Pod.Port} }}] }} }}";

    public static string Slice(string service, params IEnumerable<Pod> pods) => $$"""
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: {{service}}-1, namespace: shop, labels: { kubernetes.io/service-name: {{service}} } }
        addressType: IPv4
        ports: [{ name: http, port: {{Pod.Port}}, protocol: TCP }]
        endpoints: [{{string.Join(", ", pods.Select(pod => $"{{ addresses: [{pod.Address}], conditions: {{ ready: true }} }}"))}}]
        """;

    public static string Ingress(string host, string service, string? secret = null) => $$"""
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: {{service}}, namespace: shop }
        spec:
          ingressClassName: yarp
          {{(secret is null ? "" : $"tls: [{{ hosts: [{host}], secretName: {secret} }}]")}}
          rules: [{ host: {{host}}, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: {{service}}, port: { name: http } } } }] } }]
        """;

    public static string Secret(string name, string certificate, string key) => $$"""
        apiVersion: v1
        kind: Secret
        metadata: { name: {{name}}, namespace: shop }
        type: kubernetes.io/tls
        data: { tls.crt: {{Base64(certificate)}}, tls.key: {{Base64(key)}} }
        """;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
