namespace Gateway.EndToEnd.Scenarios;

/// <summary>The manifests that most scenarios need, as text.</summary>
internal static class Manifest
{
    /// <summary>A Service with one port named http, and a slice with the given endpoints; they may have different ports.</summary>
    public static string Service(string name, IEnumerable<Upstream> upstreams, string annotations = "", string appProtocol = "", string spec = "") =>
        $"""
        apiVersion: v1
        kind: Service
        metadata:
          name: {name}
          annotations: {"{"}{annotations}{"}"}
        spec:
          {(spec.Length > 0 ? spec : "type: ClusterIP")}
          ports:
          - name: http
            port: 80
            {(appProtocol.Length > 0 ? $"appProtocol: {appProtocol}" : "protocol: TCP")}

        """ + string.Concat(upstreams.Select((upstream, index) => Slice(name, $"{name}-{index}", upstream)));

    public static string Slice(string service, string name, Upstream upstream, string annotations = "") =>
        $"""
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: {name}
          labels: {"{"}kubernetes.io/service-name: {service}{"}"}
          annotations: {"{"}{annotations}{"}"}
        addressType: IPv4
        ports:
        - name: http
          port: {upstream.Port}
        endpoints:
        - addresses: ["{upstream.Address}"]

        """;

    public static string Ingress(string name, string host, string service, string tlsSecret = "", string path = "/") =>
        $"""
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: {name}
        spec:
          ingressClassName: yarp
          tls: {(tlsSecret.Length > 0 ? $"[{"{"}hosts: ['{host}'], secretName: {tlsSecret}{"}"}]" : "[]")}
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
                      number: 80

        """;

    public static string TlsSecret(string name, string certificatePem, string keyPem) =>
        $"""
        apiVersion: v1
        kind: Secret
        type: kubernetes.io/tls
        metadata:
          name: {name}
        data:
          tls.crt: {Base64(certificatePem)}
          tls.key: {Base64(keyPem)}

        """;

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(text));
}
