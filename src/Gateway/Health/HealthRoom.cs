using Gateway.Reconciliation;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Health;

/// <summary>Health as seen from outside: what is asked at each address, and by which checks it is answered.</summary>
internal static class HealthRoom
{
    private const string Ready = "ready";

    public static IServiceCollection AddHealth(this IServiceCollection services, HealthOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<IHostedService, HealthServer>();
        services.AddHealthChecks()
            .AddCheck<SourceHealth>("source", tags: [Ready])
            .AddCheck<ServingHealth>("listeners", tags: [Ready])
            .AddCheck<ShutdownHealth>("shutdown", tags: [Ready]);
        services.AddOptions<HealthCheckServiceOptions>().Configure<IEnumerable<TargetLoop>>((checks, targets) =>
        {
            foreach (var target in targets)
                checks.Registrations.Add(new($"target {target.Name}", new TargetHealth(target), HealthStatus.Unhealthy, [Ready]));
        });
        return services;
    }

    /// <summary>
    /// <c>/livez</c>: the process answers; restart it where it does not. <c>/readyz</c> and <c>/healthz</c>: send traffic or do not.
    /// </summary>
    public static void MapHealth(this IApplicationBuilder app, HealthCheckService health) => app.Run(context => context.Request.Path.Value switch
    {
        "/livez" => AnswerAsync(context, health, "livez", _ => false),
        "/readyz" => AnswerAsync(context, health, "readyz", check => check.Tags.Contains(Ready)),
        "/healthz" => AnswerAsync(context, health, "healthz", check => check.Tags.Contains(Ready)),
        _ => NotFoundAsync(context),
    });

    private static async Task AnswerAsync(HttpContext context, HealthCheckService health, string name, Func<HealthCheckRegistration, bool> predicate)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD";
            return;
        }
        var report = await health.CheckHealthAsync(predicate, context.RequestAborted);
        context.Response.StatusCode = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/plain; charset=utf-8";
        var text = HealthText.Build(name, report, context.Request.Query.ContainsKey("verbose"));
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("not found; there are /livez, /readyz and /healthz\n");
    }
}
