namespace Gateway.HttpProxy.Clusters;

/// <summary>What every cluster shares.</summary>
internal sealed record ClusterParts(
    HttpProxyOptions Options, UpstreamClients Clients, PolicySet Policies, TimeProvider Time, ILogger<ProxyCluster> Logger);
