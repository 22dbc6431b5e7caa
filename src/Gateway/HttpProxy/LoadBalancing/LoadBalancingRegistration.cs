using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.LoadBalancing;

namespace Gateway.HttpProxy.LoadBalancing;

internal static class LoadBalancingRegistration
{
    /// <summary>Makes the policies known to YARP, beside its own. A <see cref="TimeProvider"/> or <see cref="Random"/> (thread-safe) that is registered is used.</summary>
    public static IServiceCollection AddGatewayLoadBalancing(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.TryAddEnumerable([
            ServiceDescriptor.Singleton<ILoadBalancingPolicy, RoundRobinPolicy>(),
            ServiceDescriptor.Singleton<ILoadBalancingPolicy, WeightedRoundRobinPolicy>(),
            ServiceDescriptor.Singleton<ILoadBalancingPolicy, LeastRequestPolicy>(),
            ServiceDescriptor.Singleton<ILoadBalancingPolicy, PowerOfTwoChoicesPolicy>(),
            ServiceDescriptor.Singleton<ILoadBalancingPolicy, RandomPolicy>(),
            ServiceDescriptor.Singleton<ILoadBalancingPolicy, MaglevPolicy>(),
        ]);
        return services;
    }
}
