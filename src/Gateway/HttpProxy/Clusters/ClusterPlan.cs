using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using Gateway.HttpProxy.LoadBalancing;
using Gateway.Model;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.Clusters;

/// <summary>What follows from a cluster's settings, as against its backends. Pure.</summary>
internal static class ClusterPlan
{
    /// <summary>Clients belong to destinations; YARP's model wants one per cluster, which nothing uses.</summary>
    private static readonly HttpMessageInvoker NoClient = new(new SocketsHttpHandler());

    public static ClusterState BuildState(HttpCluster cluster)
    {
        var id = cluster.Name.ToString();
        return new(id, new ClusterModel(
            new ClusterConfig { ClusterId = id, LoadBalancingPolicy = cluster.LoadBalancing.Policy, Metadata = BuildMetadata(cluster.LoadBalancing) },
            NoClient));
    }

    /// <summary>Scheme and authority of a backend.</summary>
    public static string BuildPrefix(UpstreamProtocol protocol, Backend backend) =>
        (protocol is UpstreamProtocol.Https or UpstreamProtocol.Http1OverTls ? "https://" : "http://") + backend.Authority;

    public static ForwarderRequestConfig BuildRequest(UpstreamProtocol protocol, HttpProxyOptions options) => new()
    {
        ActivityTimeout = options.ActivityTimeout,
        Version = protocol is UpstreamProtocol.Http2Cleartext or UpstreamProtocol.Https ? HttpVersion.Version20 : HttpVersion.Version11,
        VersionPolicy = protocol is UpstreamProtocol.Https ? HttpVersionPolicy.RequestVersionOrLower : HttpVersionPolicy.RequestVersionExact,
    };

    private static FrozenDictionary<string, string> BuildMetadata(Model.LoadBalancing balancing)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        if (balancing.SlowStart > TimeSpan.Zero)
            metadata.Add(LoadBalancingMetadata.SlowStart, balancing.SlowStart.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        if (balancing.Policy == LoadBalancingPolicyNames.Maglev)
            metadata.Add(LoadBalancingMetadata.HashOn, HashOn(balancing.HashKey));
        return metadata.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string HashOn(HashKey key) => key.Source switch
    {
        HashKeySource.Header => $"header:{key.Name}",
        HashKeySource.Cookie => $"cookie:{key.Name}",
        _ => "client-address",
    };
}
