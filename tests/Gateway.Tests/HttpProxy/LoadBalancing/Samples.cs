using System.Globalization;
using System.Net;
using Gateway.HttpProxy.LoadBalancing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Gateway.Tests.HttpProxy.LoadBalancing;

/// <summary>YARP objects as its configuration would make them.</summary>
internal static class Samples
{
    private static readonly HttpMessageInvoker Client = new(new SocketsHttpHandler());

    public static readonly TheoryData<int> Sizes = [1, 2, 3, 10, 64, 65, 1000];

    /// <summary>As the service container makes them.</summary>
    public static IEnumerable<ILoadBalancingPolicy> Policies(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection().AddLogging();
        configure(services);
        services.AddReverseProxy().AddGatewayLoadBalancing();
        return services.BuildServiceProvider().GetServices<ILoadBalancingPolicy>();
    }

    public static ClusterState Cluster(params (string Key, string Value)[] metadata)
    {
        var config = new ClusterConfig { ClusterId = "cluster", Metadata = metadata.ToDictionary(pair => pair.Key, pair => pair.Value) };
        return new ClusterState("cluster", new ClusterModel(config, Client));
    }

    public static DestinationState Destination(string id, int weight = 1) => Destination(id, weight.ToString(CultureInfo.InvariantCulture));

    public static DestinationState Destination(string id, string weight) =>
        new(id, new DestinationModel(DestinationConfig($"http://{id}/", weight)));

    public static DestinationConfig DestinationConfig(string address, string weight) =>
        new() { Address = address, Metadata = new Dictionary<string, string> { [LoadBalancingMetadata.Weight] = weight } };

    public static DestinationState[] Destinations(int count) => Weighted([.. Enumerable.Repeat(1, count)]);

    public static DestinationState[] Weighted(params IReadOnlyList<int> weights) =>
        [.. weights.Select((weight, index) => Destination($"10.0.{index / 256}.{index % 256}:80", weight))];

    public static HttpContext Request(string client = "192.0.2.1")
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(client);
        return context;
    }

    public static Dictionary<DestinationState, int> CountPicks(
        ILoadBalancingPolicy policy,
        ClusterState cluster,
        IReadOnlyList<DestinationState> destinations,
        int picks)
    {
        var counts = destinations.ToDictionary(destination => destination, _ => 0);
        var context = Request();
        for (var i = 0; i < picks; i++)
            counts[policy.PickDestination(context, cluster, destinations)!]++;
        return counts;
    }

    public static Dictionary<DestinationState, int> CountPicksOfThreads(
        ILoadBalancingPolicy policy,
        ClusterState cluster,
        Func<IReadOnlyList<DestinationState>> destinations,
        int threads,
        int picksEach)
    {
        var counts = destinations().ToDictionary(destination => destination, _ => 0);
        Threads.Run(threads, () =>
        {
            var context = Request();
            var own = new Dictionary<DestinationState, int>();
            for (var i = 0; i < picksEach; i++)
            {
                var picked = policy.PickDestination(context, cluster, destinations())!;
                own[picked] = own.GetValueOrDefault(picked) + 1;
            }
            lock (counts)
                foreach (var (destination, count) in own)
                    counts[destination] += count;
        });
        return counts;
    }
}
