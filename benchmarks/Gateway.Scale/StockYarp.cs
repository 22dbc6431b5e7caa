using System.Net;
using Yarp.ReverseProxy.Configuration;

namespace Gateway.Scale;

/// <summary>YARP as its documentation sets it up: a route and a cluster for each Service, changed through the in-memory provider.</summary>
internal sealed class StockYarp : IProxyUnderTest
{
    private readonly SyntheticCluster _cluster;
    private readonly RouteConfig[] _routes;
    private readonly ClusterConfig[] _clusters;
    private readonly AppliedSignal _applied = new();
    private WebApplication? _app;
    private InMemoryConfigProvider? _provider;

    public StockYarp(SyntheticCluster cluster)
    {
        _cluster = cluster;
        var services = Enumerable.Range(0, cluster.Services);
        _routes = [.. services.Select(service => Route(service, SyntheticCluster.HostOf(service)))];
        _clusters = [.. services.Select(service => Cluster(service, cluster.AddressesOf(service)))];
    }

    public int Port { get; } = FreePort.Find();

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Any, Port));
        builder.Services.AddReverseProxy().LoadFromMemory([.. _routes], [.. _clusters]);
        builder.Services.AddSingleton<IConfigChangeListener>(new Listener(_applied));
        _app = builder.Build();
        _app.MapReverseProxy();
        _provider = _app.Services.GetRequiredService<InMemoryConfigProvider>();
        await _app.StartAsync();
    }

    public Action EndpointChange(int service, IReadOnlyList<string> addresses)
    {
        _clusters[service] = Cluster(service, addresses);
        return Update();
    }

    public Action HostChange(int service, string host)
    {
        _routes[service] = Route(service, host);
        return Update();
    }

    public Task<long> NextAppliedAsync() => _applied.NextAsync();

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private Action Update()
    {
        RouteConfig[] routes = [.. _routes];
        ClusterConfig[] clusters = [.. _clusters];
        return () => _provider!.Update(routes, clusters);
    }

    private static RouteConfig Route(int service, string host) => new()
    {
        RouteId = SyntheticCluster.NameOf(service),
        ClusterId = SyntheticCluster.NameOf(service),
        Match = new() { Hosts = [host], Path = "{**catch-all}" },
    };

    private ClusterConfig Cluster(int service, IReadOnlyList<string> addresses) => new()
    {
        ClusterId = SyntheticCluster.NameOf(service),
        LoadBalancingPolicy = "RoundRobin",
        Destinations = addresses.ToDictionary(
            address => address,
            address => new DestinationConfig { Address = $"http://{address}:{_cluster.UpstreamPort}/" }),
    };

    private sealed class Listener(AppliedSignal applied) : IConfigChangeListener
    {
        public void ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception) => throw exception;

        public void ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
        {
        }

        public void ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception) => throw exception;

        public void ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs) => applied.Set();
    }
}
