namespace Gateway.KernelLab.Serving;

/// <summary>A Service of one port with its EndpointSlice, as YAML. A LoadBalancer Service of the gateway's class where nothing else is said.</summary>
internal sealed record ServiceText(string Name)
{
    public string Protocol { get; init; } = "TCP";

    public int Port { get; init; } = 80;

    public bool IPv6 { get; init; }

    /// <summary>Addresses of pods that are ready, all on the gateway's own node.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>Of pods that are ready and run elsewhere.</summary>
    public IReadOnlyList<string> RemoteEndpoints { get; init; } = [];

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
              protocol: {Protocol}
              port: {Port}
              targetPort: {EndpointPort}{(NodePort > 0 ? $"\n      nodePort: {NodePort}" : "")}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: {Name}-1
          namespace: lab
          labels: {"{"} kubernetes.io/service-name: {Name} {"}"}
        addressType: {Family}
        ports: [{"{"} name: echo, protocol: {Protocol}, port: {EndpointPort} {"}"}]
        endpoints: [{string.Join(", ", Endpoints.Select(address => Endpoint(address, Scene.NodeName)).Concat(RemoteEndpoints.Select(address => Endpoint(address, "node-2"))))}]

        """;

    private string Family => IPv6 ? "IPv6" : "IPv4";

    private static string Endpoint(string address, string node) => $$"""{ addresses: ["{{address}}"], conditions: { ready: true }, nodeName: {{node}} }""";

    private static string Map(IReadOnlyList<string> pairs) => "{ " + string.Join(", ", pairs.Select(Quoted)) + " }";

    private static string Quoted(string pair) => pair.Split(": ", 2) is [var key, var value] ? $"{key}: \"{value}\"" : pair;

    private static string Lines(IReadOnlyList<string> lines) => string.Join('\n', lines.Select(line => $"  {line}"));
}
