using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Gateway.ApiServer;
using Gateway.ClusterStatus;
using Gateway.ClusterStatus.Leadership;
using Gateway.ClusterStatus.Publishing;
using Gateway.KubernetesApi;
using Gateway.KubernetesApi.Watching;
using Gateway.Model.Translation;
using Gateway.Reconciliation;
using Gateway.Tests.KubernetesApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.ClusterStatus;

/// <summary>A gateway without its data plane: it follows an API server over TLS, translates, and says there what it did.</summary>
internal sealed class ClusterReplica : IAsyncDisposable
{
    /// <summary>As in a cluster, but for how long is waited.</summary>
    private static readonly LeaseTimings Quick = new()
    {
        Duration = TimeSpan.FromSeconds(3),
        RenewDeadline = TimeSpan.FromSeconds(2),
        Retry = TimeSpan.FromMilliseconds(200),
    };

    private readonly HttpMessageInvoker _http;
    private readonly ServiceProvider _services;

    private ClusterReplica(ApiServerDouble server, StatusOptions options)
    {
        _http = new(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new()
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { X509Certificate2.CreateFromPem(server.AuthorityPem) },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
            UseProxy = false,
        });
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Log));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new ApiClient(new HttpMessageInvoker(new Way(this, server.Token)), server.Address, TimeProvider.System));
        services.AddSingleton<ResourceStore>();
        services.AddSingleton(new TranslationOptions { NodeName = "node-1" });
        services.AddSingleton(Quick);
        services.AddSingleton<TargetConditions>();
        services.AddClusterStatus("node-1", _ => options);
        services.AddSingleton<IHostedService, Reconciler>();
        services.AddSingleton<IResourceSource>(provider => ActivatorUtilities.CreateInstance<ApiServerSource>(
            provider, "the test's cluster", WatchedKinds.All("node-1"), Array.Empty<string>(), LastKnownGoodStart.None, FollowedCluster.Quick, new Random(1)));
        services.AddHostedService<SourceLoop>();
        _services = services.BuildServiceProvider();
    }

    public CollectedLog Log { get; } = new();

    public LeaderElection Election => _services.GetRequiredService<LeaderElection>();

    public TargetConditions Found => _services.GetRequiredService<TargetConditions>();

    public ResourceStore Store => _services.GetRequiredService<ResourceStore>();

    public StatusWriter Statuses => _services.GetRequiredService<StatusWriter>();

    /// <summary>Whether its way to the API server is broken.</summary>
    public volatile bool IsCut;

    /// <param name="addresses">Published unless there is a Service to take them from.</param>
    public static async Task<ClusterReplica> StartAsync(ApiServerDouble server, string identity, string? service = null, params string[] addresses)
    {
        var replica = new ClusterReplica(
            server,
            new(addresses, service is null ? null : new("gateway", service), "yarp-gateway", "gateway", identity, "yarp-gateway.io/controller"));
        foreach (var hosted in replica._services.GetServices<IHostedService>())
            await hosted.StartAsync(default);
        return replica;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>().Reverse())
            await hosted.StopAsync(default);
        await _services.DisposeAsync();
        _http.Dispose();
    }

    private sealed class Way(ClusterReplica replica, string token) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (replica.IsCut)
                throw new HttpRequestException("the way is cut");
            request.Headers.Authorization = new("Bearer", token);
            return replica._http.SendAsync(request, cancellationToken);
        }
    }
}
