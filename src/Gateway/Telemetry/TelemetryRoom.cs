namespace Gateway.Telemetry;

internal static class TelemetryRoom
{
    /// <summary>Exports traces and metrics where the environment says where to; otherwise nothing of OpenTelemetry is even loaded.</summary>
    /// <param name="sources">The names of the activity sources and meters of the gateway's rooms.</param>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IReadOnlyDictionary<string, string?> environment, params string[] sources)
    {
        if (ExportSignals.From(environment).Any)
            services.AddSingleton<IHostedService>(_ => new TelemetryExport(environment, sources));
        return services;
    }
}
