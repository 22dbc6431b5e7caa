using Gateway.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Tests.Health;

public sealed class HealthTextTests
{
    [Fact]
    public void What_is_well_is_told_in_a_word() => Assert.Equal("ok", HealthText.Build("readyz", Report(HealthCheckResult.Healthy()), verbose: false));

    [Fact]
    public void What_is_well_is_told_check_by_check_where_that_is_asked_for()
    {
        Assert.Equal("[+]source ok\nreadyz check passed\n", HealthText.Build("readyz", Report(HealthCheckResult.Healthy()), verbose: true));
    }

    [Fact]
    public void What_is_missing_is_told_without_being_asked_for()
    {
        var report = Report(HealthCheckResult.Unhealthy("not read yet"));

        Assert.Equal("[-]source failed: not read yet\nreadyz check failed\n", HealthText.Build("readyz", report, verbose: false));
    }

    [Fact]
    public void A_target_that_lags_is_told_and_harms_nothing()
    {
        var report = Report(HealthCheckResult.Degraded("stays at generation 3: no"));

        Assert.Equal("ok", HealthText.Build("readyz", report, verbose: false));
        Assert.Equal("[+]source ok, but stays at generation 3: no\nreadyz check passed\n", HealthText.Build("readyz", report, verbose: true));
    }

    private static HealthReport Report(HealthCheckResult result) => new(
        new Dictionary<string, HealthReportEntry> { ["source"] = new(result.Status, result.Description, TimeSpan.Zero, null, null) },
        TimeSpan.Zero);
}
