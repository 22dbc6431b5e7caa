using Gateway.ClusterStatus;
using Gateway.Configuration;
using Gateway.Demo;
using Gateway.Health;
using Gateway.Hosting;
using Gateway.HttpProxy;
using Gateway.HttpProxy.Tls;
using Gateway.Ipvs;
using Gateway.KubernetesApi;
using Gateway.KubernetesApi.Access;
using Gateway.Manifests;
using Gateway.Model;
using Gateway.Model.Translation;
using Gateway.Reconciliation;
using Gateway.Status;
using Gateway.Telemetry;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Spectre.Console;

namespace Gateway;

/// <summary>
/// Puts the rooms together. Services start in the order they are added and stop in the reverse order, so: what is measured and asked first, then
/// the targets, then what feeds them, and the listeners of the traffic last.
/// </summary>
internal static class GatewayHost
{
    /// <exception cref="InvalidSettingsException">A section that a library reads cannot be used.</exception>
    public static WebApplication Build(GatewayConfiguration configuration, ProcessEnvironment environment)
    {
        var options = configuration.Options;
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "gateway", ContentRootPath = environment.CurrentDirectory });
        builder.Configuration.AddConfiguration(configuration.Values);
        builder.AddLogs();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddTelemetry(
            environment.Variables,
            ReconciliationTelemetry.Name,
            HttpProxyTelemetry.Name,
            ApiTelemetry.Name,
            ClusterStatusTelemetry.Name,
            IpvsTelemetry.Name);
        builder.Services.AddHealth(new(options.HealthListen));
        builder.AddHttpProxy(options.Http);
        var layer4 = Layer4Choice.Of(options.Layer4Mode, options.Source, NetworkCapability.IsHeld());
        var translation = options.Translation with { ServesLayer4 = layer4.InKernel };
        AddTargets(builder.Services, options, translation);
        AddReconciliation(builder.Services, translation);
        AddSource(builder.Services, options, environment);
        builder.Services.AddHostedService<HeapUpkeep>();
        builder.Services.AddHostedService<FirstGeneration>();
        var app = builder.Build();
        if (layer4.WhyNot is { } reason)
            app.Services.GetRequiredService<ILogger<Layer4Choice>>().NoLayer4(reason);
        try
        {
            app.UseHttpProxy();
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidSettingsException(error.Message, error);
        }
        return app;
    }

    /// <exception cref="UnreadableManifestsException">There is nothing to serve, or it cannot be read.</exception>
    /// <exception cref="ClusterAccessException">The cluster cannot be asked with what the gateway was given.</exception>
    public static void EnsureReadable(WebApplication app) => (app.Services.GetRequiredService<IResourceSource>() as ManifestSource)?.EnsureReadable();

    /// <summary>Says what is reachable, now that everything listens.</summary>
    public static void Announce(WebApplication app, GatewayOptions options)
    {
        var services = app.Services;
        var desired = services.GetRequiredService<Reconciler>().Result.Desired;
        var source = services.GetRequiredService<IResourceSource>().Description;
        services.GetRequiredService<IStatusOutput>().Started(OverviewBuilder.Build(source, desired, ListenersOf(services, options), options.DnsZone));
    }

    private static void AddTargets(IServiceCollection services, GatewayOptions options, TranslationOptions translation)
    {
        services.AddSingleton<IStatusOutput>(provider => AnsiConsole.Profile.Out.IsTerminal
            ? new TerminalOutput(AnsiConsole.Console, provider.GetRequiredService<TimeProvider>())
            : ActivatorUtilities.CreateInstance<LogOutput>(provider));
        // Demonstrations are for a folder: who may write to a cluster may not therefore open ports here.
        services.AddTarget(provider => options.Source == SourceKind.Kubernetes
            ? provider.GetRequiredService<HttpProxyTarget>()
            : ActivatorUtilities.CreateInstance<EchoBackends>(provider, provider.GetRequiredService<HttpProxyTarget>()));
        if (translation.ServesLayer4)
            services.AddIpvs(new()
            {
                PodNetworks = options.PodNetworks.ToValueArray(),
                StrictArp = options.StrictArp,
                LocalhostNodePorts = options.LocalhostNodePorts,
                OwnPorts = [options.Http.HttpPort, options.Http.HttpsPort, options.HealthListen.Port],
                Timeouts = options.Layer4Timeouts,
            });
        services.AddTarget(provider => ActivatorUtilities.CreateInstance<ChangeLogTarget>(provider));
    }

    private static void AddReconciliation(IServiceCollection services, TranslationOptions translation)
    {
        services.AddSingleton<ResourceStore>();
        services.AddSingleton<TargetConditions>();
        services.AddSingleton(translation);
        services.AddSingleton<Reconciler>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<Reconciler>());
    }

    private static void AddSource(IServiceCollection services, GatewayOptions options, ProcessEnvironment environment)
    {
        if (options.Source == SourceKind.Kubernetes)
            AddCluster(services, options, environment);
        else
            services.AddSingleton<IResourceSource>(provider =>
                ActivatorUtilities.CreateInstance<ManifestSource>(provider, ManifestsPath.Resolve(options.Manifests, environment)));
        services.AddHostedService<SourceLoop>();
    }

    private static void AddCluster(IServiceCollection services, GatewayOptions options, ProcessEnvironment environment)
    {
        var (kubernetes, status) = (options.Kubernetes, options.Status);
        services.AddKubernetesApi(
            new(kubernetes.Kubeconfig, kubernetes.Context, kubernetes.Namespaces, options.NodeName, options.LastKnownGood.PlaceIn(environment)),
            new(environment.Variables, environment.HomeDirectory, environment.CurrentDirectory));
        services.AddClusterStatus(options.NodeName, provider => new(
            status.PublishAddresses,
            status.PublishService,
            status.LeaseName,
            status.LeaseNamespace ?? provider.GetRequiredService<ClusterAccess>().Namespace ?? "default",
            environment.ReplicaName,
            options.ControllerName));
    }

    private static Listeners ListenersOf(IServiceProvider services, GatewayOptions options)
    {
        var addresses = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var health = services.GetServices<IHostedService>().OfType<HealthServer>().Single();
        return new(
            PortOf("http") ?? options.Http.HttpPort,
            PortOf("https"),
            health.Address ?? options.HealthListen,
            services.GetService<DevelopmentCertificateAuthority>()?.CertificatePath);

        int? PortOf(string scheme) => addresses.Select(BindingAddress.Parse).FirstOrDefault(address => address.Scheme == scheme)?.Port;
    }
}
