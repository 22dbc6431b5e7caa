using Gateway.Reconciliation;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Health;

/// <summary>
/// Healthy once the target has applied a generation. One that fails later keeps what it has and goes on serving it, so it is degraded: it is
/// said, and traffic stays.
/// </summary>
internal sealed class TargetHealth(TargetLoop target) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult((target.AppliedGeneration, target.LastError) switch
        {
            (0, null) => HealthCheckResult.Unhealthy("nothing applied yet"),
            (0, var error) => HealthCheckResult.Unhealthy($"nothing applied yet: {error}"),
            (_, null) => HealthCheckResult.Healthy(),
            (var generation, var error) => HealthCheckResult.Degraded($"stays at generation {generation}: {error}"),
        });
}
