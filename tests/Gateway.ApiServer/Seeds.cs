namespace Gateway.ApiServer;

/// <summary>What is in a cluster before anybody put something there.</summary>
internal static class Seeds
{
    private static readonly string[] Namespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];

    public static void Plant(ApiServerDouble server, ApiServerOptions options)
    {
        if (options.GatewayApi)
            server.InstallGatewayApi();
        foreach (var name in Namespaces)
            server.Apply($$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{name}}}"}}""", "kube-apiserver");
        if (!options.KubernetesService)
            return;
        server.Apply(
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: kubernetes
              namespace: default
              labels: { component: apiserver, provider: kubernetes }
            spec:
              clusterIP: 10.96.0.1
              ipFamilyPolicy: SingleStack
              ports: [{ name: https, port: 443, targetPort: 16443 }]
            """,
            "kube-apiserver");
    }
}
