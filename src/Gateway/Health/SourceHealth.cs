using Gateway.Reconciliation;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Health;

/// <summary>Healthy once the source has been read. One that is lost later takes no traffic away: what was read last stays served, and that is said.</summary>
internal sealed class SourceHealth(IResourceSource source, ResourceStore store, TimeProvider time) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult((store.IsSynced, source.State) switch
        {
            (false, { Problem: { } problem }) => HealthCheckResult.Unhealthy($"{source.Description} not read yet: {problem}"),
            (false, _) => HealthCheckResult.Unhealthy($"{source.Description} not read yet"),
            (true, { BehindSince: { } since } state) => HealthCheckResult.Degraded(
                $"{source.Description} has not been followed for {(time.GetUtcNow() - since).TotalSeconds:0} s: {state.Problem}"),
            _ => HealthCheckResult.Healthy(),
        });
}
