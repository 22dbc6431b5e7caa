namespace Gateway.EndToEnd;

/// <summary>Manifests as users write them.</summary>
internal static class Manifest
{
    /// <summary>A Service without a selector, and a slice for each port.</summary>
    public static string Service(string name, params int[] ports) => $"""
        apiVersion: v1
        kind: Service
        metadata:
          name: {name}
        spec:
          ports:
            - name: http
              port: 80
        {string.Concat(ports.Select((port, index) => Slice(name, index, port)))}
        """;

    public static string Ingress(string host, string service, string path = "/") => $"""
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: {host.Replace('.', '-')}
        spec:
          rules:
            - host: {host}
              http:
                paths:
                  - path: {path}
                    pathType: Prefix
                    backend:
                      service:
                        name: {service}
                        port:
                          name: http
        """;

    private static string Slice(string service, int index, int port) => $"""

        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: {service}-{index}
          labels:
            kubernetes.io/service-name: {service}
        addressType: IPv4
        ports:
          - name: http
            port: {port}
        endpoints:
          - addresses: ["127.0.0.1"]
        """;
}
