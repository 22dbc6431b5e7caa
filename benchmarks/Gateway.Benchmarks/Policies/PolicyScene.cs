using System.Net;
using Gateway.HttpProxy.LoadBalancing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Gateway.Benchmarks.Policies;

/// <summary>A policy, ours or YARP's own, and what a pick needs.</summary>
internal sealed class PolicyScene
{
    public static readonly IReadOnlyList<string> Names =
        [.. YarpNames(), .. Model.LoadBalancingPolicyNames.All];

    public PolicyScene(string name, int destinations, bool weighted = false)
    {
        var services = new ServiceCollection().AddLogging();
        var builder = services.AddReverseProxy();
        if (Model.LoadBalancingPolicyNames.All.Contains(name))
            builder.AddGatewayLoadBalancing();
        Policy = services.BuildServiceProvider().GetServices<ILoadBalancingPolicy>().Single(policy => policy.Name == name);
        Cluster = new ClusterState("cluster", new ClusterModel(new ClusterConfig { ClusterId = "cluster" }, new HttpMessageInvoker(new SocketsHttpHandler())));
        Destinations = [.. Enumerable.Range(0, destinations).Select(index => DestinationOf(index, weighted ? index * 7919 % 100 + 1 : 1))];
        Cluster.DestinationsState = new ClusterDestinationsState(Destinations, Destinations);
    }

    public ILoadBalancingPolicy Policy { get; }

    public ClusterState Cluster { get; }

    public DestinationState[] Destinations { get; }

    public static HttpContext Request()
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.1");
        return context;
    }

    /// <summary>One request: the pick and, for a policy that counts, its end.</summary>
    public DestinationState? PickAndEnd(HttpContext context)
    {
        var picked = Policy.PickDestination(context, Cluster, Destinations);
        if (Policy is ICountsPicks && picked is not null)
            ActiveRequests.For(picked).Decrement();
        return picked;
    }

    private static IEnumerable<string> YarpNames() =>
    [
        LoadBalancingPolicies.FirstAlphabetical,
        LoadBalancingPolicies.Random,
        LoadBalancingPolicies.RoundRobin,
        LoadBalancingPolicies.PowerOfTwoChoices,
        LoadBalancingPolicies.LeastRequests,
    ];

    private static DestinationState DestinationOf(int index, int weight)
    {
        var metadata = new Dictionary<string, string> { [LoadBalancingMetadata.Weight] = $"{weight}" };
        var config = new DestinationConfig { Address = "http://127.0.0.1/", Metadata = metadata };
        return new DestinationState($"10.0.{index / 256}.{index % 256}:80", new DestinationModel(config));
    }
}
