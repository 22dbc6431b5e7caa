using Gateway.Manifests;
using Gateway.Model;

namespace Gateway.Commands;

/// <summary>What validation found, in the order of the files.</summary>
internal sealed record ValidationReport(IReadOnlyList<Finding> Findings, string Summary)
{
    public bool HasErrors => Findings.Any(finding => finding.Severity == ConditionSeverity.Error);

    /// <param name="now">What certificates are judged by.</param>
    public static ValidationReport Build(ManifestReading reading, DesiredState desired, DateTimeOffset now)
    {
        var findings = reading.Problems.Select(Finding.Of)
            .Concat(desired.Conditions
                .SelectMany(pair => pair.Value.Items, (pair, condition) => KeyValuePair.Create(pair.Key, condition))
                .Concat(CertificateValidity.ConditionsAt(desired.Http, now))
                .Select(pair => Finding.Of(pair.Key, pair.Value, reading.Locate(pair.Key, pair.Value.Field))))
            .Distinct()
            .Order()
            .ToArray();
        return new(findings, Summarize(reading, desired, findings));
    }

    private static string Summarize(ManifestReading reading, DesiredState desired, Finding[] findings)
    {
        var hosts = desired.Http.Hosts.Values.ToArray();
        var routes = hosts.Sum(host => host.Routes.Count + (host.Default is null ? 0 : 1));
        return $"{Count(reading.WrittenCount, "object")} in {Count(reading.FileCount, "file")}, {Count(hosts.Length, "host")}, {Count(routes, "route")}: "
            + $"{Count(CountOf(ConditionSeverity.Error), "error")}, {Count(CountOf(ConditionSeverity.Warning), "warning")}";

        int CountOf(ConditionSeverity severity) => findings.Count(finding => finding.Severity == severity);
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
