using Yarp.ReverseProxy.Model;

namespace Gateway.Tests.HttpProxy.LoadBalancing;

internal sealed class ProxyFeature : IReverseProxyFeature
{
    public RouteModel Route => throw new NotSupportedException();

    public ClusterModel Cluster => throw new NotSupportedException();

    public IReadOnlyList<DestinationState> AllDestinations => [];

    public IReadOnlyList<DestinationState> AvailableDestinations { get; set; } = [];

    public DestinationState? ProxiedDestination { get; set; }
}
