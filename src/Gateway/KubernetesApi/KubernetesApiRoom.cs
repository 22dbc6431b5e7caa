using Gateway.KubernetesApi.Access;
using Gateway.KubernetesApi.Watching;
using Gateway.Reconciliation;

namespace Gateway.KubernetesApi;

/// <summary>A cluster as the source of objects, and the client by which others speak to it.</summary>
internal static class KubernetesApiRoom
{
    /// <summary>Resolving the source throws <see cref="ClusterAccessException"/> where there is no cluster to be had.</summary>
    public static IServiceCollection AddKubernetesApi(this IServiceCollection services, KubernetesApiOptions options, AccessEnvironment environment)
    {
        services.AddSingleton(provider => ClusterAccess.Open(
            options.Kubeconfig,
            options.Context,
            environment,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ClusterAccess>>()));
        services.AddSingleton(provider =>
        {
            var access = provider.GetRequiredService<ClusterAccess>();
            return new ApiClient(access.Http, access.Server, provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<ApiServerSource>(provider => ActivatorUtilities.CreateInstance<ApiServerSource>(
            provider,
            provider.GetRequiredService<ClusterAccess>().Description,
            WatchedKinds.All(options.NodeName),
            options.Namespaces,
            provider.GetService<LastKnownGoodStart>() ?? LastKnownGoodStart.None,
            new WatchTimings(),
            Random.Shared));
        services.AddSingleton<IResourceSource>(provider => provider.GetRequiredService<ApiServerSource>());
        return services;
    }
}
