using System.Text;

namespace Gateway.Scale;

/// <summary>The synthetic cluster as a folder of manifests, one file for each Service with its slice and Ingress.</summary>
internal sealed class ManifestFolder(string path, SyntheticCluster cluster)
{
    public void Write()
    {
        Directory.CreateDirectory(path);
        for (var service = 0; service < cluster.Services; service++)
            Write(service, cluster.AddressesOf(service), SyntheticCluster.HostOf(service));
    }

    /// <summary>Puts a file in the place of the old one in one step, as editors and <c>kubectl</c>-like tools do.</summary>
    public void Write(int service, IReadOnlyList<string> addresses, string host)
    {
        var file = Path.Combine(path, $"{SyntheticCluster.NameOf(service)}.yaml");
        File.WriteAllText($"{file}.tmp~", Text(SyntheticCluster.NameOf(service), addresses, host));
        File.Move($"{file}.tmp~", file, overwrite: true);
    }

    private string Text(string name, IReadOnlyList<string> addresses, string host) => new StringBuilder($"""
        apiVersion: v1
        kind: Service
        metadata:
          name: {name}
          namespace: scale
        spec:
          ports:
          - name: http
            port: 80
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: {name}
          namespace: scale
        spec:
          ingressClassName: yarp
          rules:
          - host: {host}
            http:
              paths:
              - path: /
                pathType: Prefix
                backend:
                  service:
                    name: {name}
                    port:
                      name: http
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: {name}
          namespace: scale
          labels:
            kubernetes.io/service-name: {name}
        addressType: IPv4
        ports:
        - name: http
          port: {cluster.UpstreamPort}
          protocol: TCP
        endpoints:

        """)
        .AppendJoin('\n', addresses.Select(address => $"- addresses: [{address}]\n  conditions: {{ ready: true }}"))
        .Append('\n')
        .ToString();
}
