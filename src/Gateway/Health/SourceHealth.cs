using Gateway.Reconciliation;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Health;

/// <summary>Healthy once the source has been read.</summary>
internal sealed class SourceHealth(IResourceSource source, ResourceStore store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(store.IsSynced
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"{source.Description} not read yet"));
}
