using System.Text;

namespace Gateway.EndToEnd.Support;

/// <summary>Manifests as users write them.</summary>
internal static class Manifest
{
    /// <summary>A Service without a selector, and a slice for each port.</summary>
    public static string Service(string name, params int[] ports) => Service(name, ports, "", "", "");

    /// <param name="annotations">As in a YAML flow mapping, without its braces.</param>
    /// <param name="spec">One more line of the spec.</param>
    public static string Service(string name, IEnumerable<Upstream> upstreams, string annotations = "", string appProtocol = "", string spec = "") =>
        Service(name, upstreams.Select(upstream => upstream.Port), annotations, appProtocol, spec);

    public static string Slice(string service, string name, int port, string annotations = "") => $$"""

        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: {{name}}
          labels:
            kubernetes.io/service-name: {{service}}
          annotations: { {{annotations}} }
        addressType: IPv4
        ports:
          - name: http
            port: {{port}}
        endpoints:
          - addresses: ["127.0.0.1"]

        """;

    /// <summary>Named after its host.</summary>
    public static string Ingress(string host, string service, string path = "/", string tlsSecret = "") => $"""
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: {host.Replace('.', '-').Replace("*", "any", StringComparison.Ordinal)}
        spec:
          rules:
            - host: "{host}"
              http:
                paths:
                  - path: {path}
                    pathType: Prefix
                    backend:
                      service:
                        name: {service}
                        port:
                          name: http
        {(tlsSecret.Length > 0 ? $"  tls: [{"{"}hosts: ['{host}'], secretName: {tlsSecret}{"}"}]" : "")}

        """;

    public static string TlsSecret(string name, string certificatePem, string keyPem) => $"""
        apiVersion: v1
        kind: Secret
        type: kubernetes.io/tls
        metadata:
          name: {name}
        data:
          tls.crt: {Base64(certificatePem)}
          tls.key: {Base64(keyPem)}

        """;

    private static string Service(string name, IEnumerable<int> ports, string annotations, string appProtocol, string spec) => $$"""
        apiVersion: v1
        kind: Service
        metadata:
          name: {{name}}
          annotations: { {{annotations}} }
        spec:
          {{(spec.Length > 0 ? spec : "type: ClusterIP")}}
          ports:
            - name: http
              port: 80
              appProtocol: {{(appProtocol.Length > 0 ? appProtocol : "http")}}
        {{string.Concat(ports.Select((port, index) => Slice(name, $"{name}-{index}", port)))}}

        """;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
}
