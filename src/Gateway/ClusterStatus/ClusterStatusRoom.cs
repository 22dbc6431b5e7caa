using Gateway.ClusterStatus.Events;
using Gateway.ClusterStatus.Leadership;
using Gateway.ClusterStatus.Pacing;
using Gateway.ClusterStatus.Publishing;
using Gateway.KubernetesApi;
using Gateway.Reconciliation;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.ClusterStatus;

/// <summary>What the gateway says in the cluster about what it did: where it is reached, and what it refused and why.</summary>
internal static class ClusterStatusRoom
{
    /// <summary>
    /// Needs an <see cref="ApiClient"/>, the <see cref="ResourceStore"/>, the <see cref="TargetConditions"/> and a <see cref="TimeProvider"/>. Services stop in the reverse order: first nothing
    /// more is written, then the lease is given back.
    /// </summary>
    /// <param name="nodeName">Where that is so which is so on this node alone.</param>
    public static IServiceCollection AddClusterStatus(this IServiceCollection services, string nodeName, Func<IServiceProvider, StatusOptions> options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(new LeaseTimings());
        services.AddHosted(provider => new LeaderElection(
            new LeaseClient(provider.GetRequiredService<ApiClient>(), provider.GetRequiredService<StatusOptions>().Lease),
            provider.GetRequiredService<StatusOptions>(),
            provider.GetRequiredService<LeaseTimings>(),
            provider.GetRequiredService<TimeProvider>(),
            Random.Shared,
            provider.GetRequiredService<ILogger<LeaderElection>>()));
        services.AddHosted(provider => ActivatorUtilities.CreateInstance<StatusWriter>(
            provider, new StatusClient(provider.GetRequiredService<ApiClient>()), Random.Shared));
        services.AddHosted(provider => ActivatorUtilities.CreateInstance<EventWriter>(
            provider, provider.GetRequiredService<LeaderElection>(), EventVoice.Leader, Random.Shared));
        services.AddHosted(provider => ActivatorUtilities.CreateInstance<NodeEvents>(
            provider,
            ActivatorUtilities.CreateInstance<EventWriter>(provider, new EveryReplica(), EventVoice.Node(nodeName), Random.Shared)));
        services.AddTarget(provider => ActivatorUtilities.CreateInstance<ClusterStatusTarget>(provider));
        return services;
    }

    private static void AddHosted<T>(this IServiceCollection services, Func<IServiceProvider, T> build)
        where T : class, IHostedService
    {
        services.AddSingleton(build);
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<T>());
    }
}
