using System.Text;
using Gateway.Commands;
using Gateway.Manifests;
using Gateway.Model;

namespace Gateway.Tests.Commands;

public sealed class ValidationReportTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ManifestReading Reading = ManifestReader.Parse(
    [
        new("b.yaml", Encoding.UTF8.GetBytes(
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: shop
              annotations:
                yarp-gateway.io/weight: "1"
            spec:
              ports:
                - port: 80
            """)),
        new("a.yaml", Encoding.UTF8.GetBytes("kind: Service\n  metadata: {}\n")),
    ]);

    private static readonly ObjectReference Shop = new("Service", new("default", "shop"));

    [Fact]
    public void Findings_are_in_the_order_of_files_and_lines()
    {
        var report = Build(
            new(ConditionSeverity.Warning, "Two", "spec.ports[0].port", "two"),
            new(ConditionSeverity.Info, "One", "metadata.annotations[yarp-gateway.io/weight]", "one"));

        Assert.Equal(["a.yaml:2", "b.yaml:6", "b.yaml:9"], report.Findings.Select(finding => $"{finding.Position!.Value.File}:{finding.Position.Value.Line}"));
    }

    [Fact]
    public void A_finding_is_a_line_as_compilers_write_them()
    {
        var report = Build(new Condition(ConditionSeverity.Warning, "Odd", "spec.ports[0].port", "it is odd"));

        Assert.Equal("b.yaml:9:7: warning: Service default/shop, spec.ports[0].port: Odd: it is odd", report.Findings[^1].ToString());
    }

    [Fact]
    public void A_finding_about_an_object_that_is_in_no_file_has_no_place()
    {
        var finding = Finding.Of(new("Ingress", new("default", "x")), new(ConditionSeverity.Error, "Gone", "", "it is gone"), null);

        Assert.Equal("error: Ingress default/x: Gone: it is gone", finding.ToString());
    }

    [Fact]
    public void The_summary_counts_what_was_written_and_what_is_wrong()
    {
        Assert.Equal("1 object in 2 files, 0 hosts, 0 routes: 2 errors, 1 warning", Build(
            new(ConditionSeverity.Warning, "Odd", "", "it is odd"),
            new(ConditionSeverity.Error, "Bad", "", "it is bad"),
            new(ConditionSeverity.Info, "Good", "", "it is good")).Summary);
    }

    [Fact]
    public void An_expired_certificate_is_an_error_of_its_Secret()
    {
        var secret = new NamespacedName("default", "shop-tls");
        var certificate = new TlsCertificate(secret, "certificate", "key", Now.AddDays(-90), Now.AddDays(-1));
        var http = HttpState.Empty with { Certificates = HttpState.Empty.Certificates.Set("a.test", certificate).Set("b.test", certificate) };

        var report = ValidationReport.Build(Reading, DesiredState.Empty with { Http = http }, Now);

        Assert.StartsWith("error: Secret default/shop-tls, data[tls.crt]: CertificateExpired: ", Assert.Single(report.Findings, finding => finding.Subject.StartsWith("Secret", StringComparison.Ordinal)).ToString(), StringComparison.Ordinal);
    }

    private static ValidationReport Build(params Condition[] conditions) => ValidationReport.Build(
        Reading,
        DesiredState.Empty with { Conditions = DesiredState.Empty.Conditions.Set(Shop, new([.. conditions])) },
        Now);
}
