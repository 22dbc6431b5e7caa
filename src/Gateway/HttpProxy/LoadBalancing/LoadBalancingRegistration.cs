using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.LoadBalancing;

namespace Gateway.HttpProxy.LoadBalancing;

internal static class LoadBalancingRegistration
{
    /// <summary>
    /// Makes the policies known to YARP, beside its own. <c>random</c> takes the place of YARP's <c>Random</c>: YARP finds policies
    /// whatever their case and refuses two of one name. (Hence on the builder: <c>AddReverseProxy</c> has to come first.) A
    /// <see cref="TimeProvider"/> or a thread-safe <see cref="Random"/> that is registered is used.
    /// </summary>
    public static IReverseProxyBuilder AddGatewayLoadBalancing(this IReverseProxyBuilder builder)
    {
        var services = builder.Services;
        if (services.FirstOrDefault(IsRandomOfYarp) is { } random)
            services.Remove(random);
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
        return builder;
    }

    private static bool IsRandomOfYarp(ServiceDescriptor descriptor) =>
        descriptor.ServiceType == typeof(ILoadBalancingPolicy)
        && descriptor.ImplementationType is { Name: "RandomLoadBalancingPolicy" } type
        && type.Assembly == typeof(ILoadBalancingPolicy).Assembly;
}
