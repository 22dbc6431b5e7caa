namespace Gateway.Tests.KubernetesApi;

/// <summary>Objects as an API server has them.</summary>
internal static class ClusterObjects
{
    public static string Service(string name, int port = 80, string space = "shop") =>
        $"{{ apiVersion: v1, kind: Service, metadata: {{ name: {name}, namespace: {space} }}, spec: {{ ports: [{{ name: http, port: {port}, targetPort: 8080 }}] }} }}\n---\n";

    public static string Slice(string service, params string[] addresses) =>
        $"{{ apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {{ name: {service}-1, namespace: shop, labels: {{ kubernetes.io/service-name: {service} }} }}, "
        + $"addressType: IPv4, ports: [{{ name: http, port: 8080, protocol: TCP }}], endpoints: [{string.Join(", ", addresses.Select(address => $"{{ addresses: [{address}], conditions: {{ ready: true }} }}"))}] }}\n---\n";

    public static string Ingress(string name, string service, string host, string? secret = null) =>
        $"{{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {{ name: {name}, namespace: shop }}, spec: {{ ingressClassName: yarp, "
        + (secret is null ? "" : $"tls: [{{ hosts: [{host}], secretName: {secret} }}], ")
        + $"rules: [{{ host: {host}, http: {{ paths: [{{ path: /, pathType: Prefix, backend: {{ service: {{ name: {service}, port: {{ name: http }} }} }} }}] }} }}] }} }}\n---\n";

    public static string Secret(string name, string certificate = "Y3J0", string key = "a2V5", string type = "kubernetes.io/tls") =>
        $"{{ apiVersion: v1, kind: Secret, metadata: {{ name: {name}, namespace: shop }}, type: {type}, data: {{ tls.crt: {certificate}, tls.key: {key} }} }}\n---\n";

    public static string IngressClass() =>
        "{ apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: { name: yarp }, spec: { controller: yarp-gateway.io/controller } }\n---\n";

    public static string Node(string name, string zone) =>
        $"{{ apiVersion: v1, kind: Node, metadata: {{ name: {name}, labels: {{ topology.kubernetes.io/zone: {zone} }} }} }}\n---\n";
}
