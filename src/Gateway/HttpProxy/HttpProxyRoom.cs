using Gateway.HttpProxy.Clusters;
using Gateway.HttpProxy.Forwarding;
using Gateway.HttpProxy.Listening;
using Gateway.HttpProxy.LoadBalancing;
using Gateway.HttpProxy.Routing;
using Gateway.HttpProxy.Tls;
using Gateway.Reconciliation;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway.HttpProxy;

/// <summary>Puts the room together.</summary>
internal static class HttpProxyRoom
{
    /// <summary>Adds the listeners and <see cref="HttpProxyTarget"/>, and stock YARP where the configuration has a <c>ReverseProxy</c> section.</summary>
    public static WebApplicationBuilder AddHttpProxy(this WebApplicationBuilder builder, HttpProxyOptions options)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddGatewayLoadBalancing();
        services.AddSingleton<PolicySet>().AddSingleton<UpstreamClients>().AddSingleton<ClusterParts>().AddSingleton<ClusterRegistry>();
        services.AddSingleton<LiveRoutes>().AddSingleton<PlaneSize>().AddSingleton<HttpProxyMetrics>();
        services.AddSingleton<ForwardedHeaders>().AddSingleton<GatewayTransformer>().AddSingleton<UpstreamForwarder>().AddSingleton<FailureReport>();
        services.AddSingleton<UpgradedConnections>().AddHostedService(provider => provider.GetRequiredService<UpgradedConnections>());
        services.AddSingleton<CertificateStore>().AddSingleton<CertificateSelector>().AddSingleton<SpareCertificates>();
        services.AddSingleton<HttpProxyTarget>();
        services.AddSingleton<IStateTarget>(provider => provider.GetRequiredService<HttpProxyTarget>());
        if (options.DevelopmentCertificates)
            services.AddSingleton(provider => OpenAuthority(provider, options.DevelopmentCertificateFolder)!);
        AddListeners(builder, options);
        StaticRoutes.Add(builder);
        // The server's own line and activity per request cost more than routing does; the activity source does the same when tracing is on.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        return builder;
    }

    /// <summary>Our routes first, then the user's static ones, then 404.</summary>
    public static WebApplication UseHttpProxy(this WebApplication app)
    {
        app.UseMiddleware<ProxyPipeline>();
        StaticRoutes.Use(app);
        app.Run(ErrorReply.NoRouteAsync);
        return app;
    }

    /// <summary>Null where its folder cannot be used: HTTPS goes on with certificates that nobody trusts.</summary>
    private static DevelopmentCertificateAuthority? OpenAuthority(IServiceProvider provider, string folder)
    {
        try
        {
            return DevelopmentCertificateAuthority.Open(folder, provider.GetRequiredService<TimeProvider>());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            provider.GetRequiredService<ILogger<DevelopmentCertificateAuthority>>().NoDevelopmentAuthority(folder, error.Message);
            return null;
        }
    }

    private static void AddListeners(WebApplicationBuilder builder, HttpProxyOptions options)
    {
        builder.WebHost.UseKestrelCore().UseSockets(sockets => sockets.UnsafePreferInlineScheduling = options.InlineScheduling);
        var services = builder.Services;
        services.AddSingleton<Http2Handover>().AddSingleton<ClearTextConnections>();
        services.AddSingleton<IConnectionListenerFactory>(provider => provider.GetRequiredService<Http2Handover>());
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelEndpoints>();
    }
}
