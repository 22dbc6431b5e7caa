namespace Gateway.Reconciliation;

internal static class TargetRegistration
{
    /// <summary>Adds a target with a loop of its own.</summary>
    public static IServiceCollection AddTarget(this IServiceCollection services, Func<IServiceProvider, IStateTarget> build)
    {
        // Several loops are one type: a key of its own keeps each a single instance, whichever way it is asked for.
        var key = new object();
        services.AddKeyedSingleton(key, (provider, _) => build(provider));
        services.AddKeyedSingleton(key, (provider, _) => ActivatorUtilities.CreateInstance<TargetLoop>(provider, provider.GetRequiredKeyedService<IStateTarget>(key)));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<TargetLoop>(key));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<TargetLoop>(key));
        return services;
    }
}
