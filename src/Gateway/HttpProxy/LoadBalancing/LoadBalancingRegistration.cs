using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.LoadBalancing;

namespace Gateway.HttpProxy.LoadBalancing;

internal static class LoadBalancingRegistration
{
    /// <summary>
    /// Makes the policies known to a YARP application, beside YARP's own. <c>random</c> takes the place of YARP's <c>Random</c>: YARP finds
    /// policies whatever their case and refuses two of one name.
    /// </summary>
    public static IReverseProxyBuilder AddGatewayLoadBalancing(this IReverseProxyBuilder builder)
    {
        if (builder.Services.FirstOrDefault(IsRandomOfYarp) is { } random)
            builder.Services.Remove(random);
        builder.Services.AddGatewayLoadBalancing();
        return builder;
    }

    /// <summary>The policies alone. A <see cref="TimeProvider"/> or a thread-safe <see cref="Random"/> that is registered is used.</summary>
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

    private static bool IsRandomOfYarp(ServiceDescriptor descriptor) =>
        descriptor.ServiceType == typeof(ILoadBalancingPolicy)
        && descriptor.ImplementationType is { Name: "RandomLoadBalancingPolicy" } type
        && type.Assembly == typeof(ILoadBalancingPolicy).Assembly;
}
