using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Serving;

/// <summary>A Service of one port with its EndpointSlices, one for each weight, as YAML. A LoadBalancer Service of the gateway's class where nothing else is said.</summary>
internal sealed record ServiceText(string Name)
{
    public IpvsProtocol Protocol { get; init; } = IpvsProtocol.Tcp;

    public int Port { get; init; } = 80;

    public bool IPv6 { get; init; }

    /// <summary>Addresses of pods that are ready, all on the gateway's own node.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>Of pods that are ready and run elsewhere.</summary>
    public IReadOnlyList<string> RemoteEndpoints { get; init; } = [];

    /// <summary>Of endpoints, by their addresses; 1 for those that are not here.</summary>
    public IReadOnlyDictionary<string, int> Weights { get; init; } = new Dictionary<string, int>();

    public int EndpointPort { get; init; } = 8080;

    /// <summary>More lines of the Service's spec, such as <c>sessionAffinity: ClientIP</c>.</summary>
    public IReadOnlyList<string> Spec { get; init; } = ["type: LoadBalancer", "loadBalancerClass: yarp-gateway.io/load-balancer"];

    public IReadOnlyList<string> MoreSpec { get; init; } = [];

    /// <summary>Of the pools; null for the one it is given.</summary>
    public string? Address { get; init; }

    /// <summary>Such as <c>yarp-gateway.io/load-balancing: maglev</c>.</summary>
    public IReadOnlyList<string> Annotations { get; init; } = [];

    /// <summary>The node port of the port; 0 for none.</summary>
    public int NodePort { get; init; }

    public override string ToString() => $"""
        apiVersion: v1
        kind: Service
        metadata:
          name: {Name}
          namespace: lab
          annotations: {Map(Annotations)}
        spec:
        {Lines([.. Spec, .. MoreSpec, .. Address is null ? Array.Empty<string>() : [$"loadBalancerIP: \"{Address}\""]])}
          ipFamilies: [{Family}]
          ports:
            - name: echo
              protocol: {ProtocolName}
              port: {Port}
              targetPort: {EndpointPort}{(NodePort > 0 ? $"\n      nodePort: {NodePort}" : "")}
        {string.Concat(Slices())}
        """;

    /// <summary>The same at a cluster IP, and at a node port where there is one, for the gateway to be the entry of.</summary>
    public ServiceText AsEntry(string clusterIP, int nodePort = 0) => this with
    {
        Address = null,
        Spec = [$"type: {(nodePort > 0 ? "NodePort" : "ClusterIP")}", $"clusterIP: \"{clusterIP}\""],
        NodePort = nodePort,
        Annotations = ["yarp-gateway.io/entry: true"],
    };

    public int WeightOf(string endpoint) => Weights.GetValueOrDefault(endpoint, 1);

    private IEnumerable<string> Slices()
    {
        var all = Endpoints.Concat(RemoteEndpoints).ToArray();
        return all.Length == 0 ? [Slice(1, [])] : all.GroupBy(WeightOf).Select(endpoints => Slice(endpoints.Key, endpoints));
    }

    private string Slice(int weight, IEnumerable<string> endpoints) => $"""
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: {Name}-{weight}
          namespace: lab
          labels: {"{"} kubernetes.io/service-name: {Name} {"}"}
          annotations: {"{"} yarp-gateway.io/weight: "{weight}" {"}"}
        addressType: {Family}
        ports: [{"{"} name: echo, protocol: {ProtocolName}, port: {EndpointPort} {"}"}]
        endpoints: [{string.Join(", ", endpoints.Select(Endpoint))}]

        """;

    private string ProtocolName => Protocol.ToString().ToUpperInvariant();

    private string Family => IPv6 ? "IPv6" : "IPv4";

    private string Endpoint(string address) =>
        $$"""{ addresses: ["{{address}}"], conditions: { ready: true }, nodeName: {{(RemoteEndpoints.Contains(address) ? "node-2" : Scene.NodeName)}} }""";

    private static string Map(IReadOnlyList<string> pairs) => "{ " + string.Join(", ", pairs.Select(Quoted)) + " }";

    private static string Quoted(string pair) => pair.Split(": ", 2) is [var key, var value] ? $"{key}: \"{value}\"" : pair;

    private static string Lines(IReadOnlyList<string> lines) => string.Join('\n', lines.Select(line => $"  {line}"));
}
