using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Health;

/// <summary>A health report as Kubernetes' own components print theirs.</summary>
internal static class HealthText
{
    /// <summary><c>ok</c> alone where all is well and no more was asked for; else a line for each check and the verdict.</summary>
    /// <param name="name">What was asked, such as <c>readyz</c>.</param>
    public static string Build(string name, HealthReport report, bool verbose)
    {
        var isHealthy = report.Status != HealthStatus.Unhealthy;
        if (isHealthy && !verbose)
            return "ok";
        var text = new StringBuilder();
        foreach (var (check, entry) in report.Entries)
            text.Append(Line(check, entry)).Append('\n');
        return text.Append(name).Append(isHealthy ? " check passed\n" : " check failed\n").ToString();
    }

    private static string Line(string check, HealthReportEntry entry) => entry.Status switch
    {
        HealthStatus.Healthy => $"[+]{check} ok",
        HealthStatus.Degraded => $"[+]{check} ok, but {entry.Description}",
        _ => $"[-]{check} failed: {entry.Description}",
    };
}
