using Gateway.HttpProxy.Clusters;
using Gateway.Model;

namespace Gateway.HttpProxy.Routing;

/// <summary>A route with its cluster at hand. <paramref name="Cluster"/> is null where the route has none: it answers 503.</summary>
internal sealed record ProxyRoute(HttpRoute Definition, ProxyCluster? Cluster);
