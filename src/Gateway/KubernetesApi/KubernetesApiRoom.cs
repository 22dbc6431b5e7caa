using Gateway.KubernetesApi.Access;
using Gateway.KubernetesApi.Objects;
using Gateway.KubernetesApi.Watching;
using Gateway.Model;
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
        if (options.LastKnownGood is { } place)
            services.AddLastKnownGood(place, options.Namespaces);
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

    private static void AddLastKnownGood(this IServiceCollection services, LastKnownGoodPlace place, IReadOnlyList<string> namespaces)
    {
        services.AddSingleton(provider =>
        {
            // What was read of other namespaces would never be compared with anything.
            var cluster = string.Join(' ', [provider.GetRequiredService<ClusterAccess>().Server.AbsoluteUri, .. namespaces.Order(StringComparer.Ordinal)]);
            return new LastKnownGoodFile(place.FileFor(cluster), cluster, place.Secrets) { Reading = ApiJson.Context(new()) };
        });
        services.AddSingleton(provider => new LastKnownGoodStart(
            () => Read(provider.GetRequiredService<LastKnownGoodFile>(), provider.GetRequiredService<ILogger<LastKnownGoodStart>>()),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<LastKnownGoodLoop>();
    }

    private static ResourceSnapshot? Read(LastKnownGoodFile file, ILogger logger)
    {
        var kept = file.TryRead();
        if (kept.Problem is { } problem)
            logger.LastKnownGoodUnusable(problem);
        else if (kept.SavedAt is { } savedAt)
            logger.BeginsWithLastKnownGood(savedAt);
        return kept.Snapshot;
    }
}
