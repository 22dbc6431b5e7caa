namespace Gateway.Model.Tests;

public sealed class CertificateValidityTests
{
    private static readonly DateTimeOffset NotBefore = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NotAfter = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TlsCertificate Certificate = new(new("default", "shop"), "certificate", "key", NotBefore, NotAfter);

    [Theory]
    [InlineData("2025-12-31T23:59:59Z", "CertificateNotYetValid", ConditionSeverity.Error)]
    [InlineData("2026-03-18T00:00:00Z", "CertificateExpiresSoon", ConditionSeverity.Warning)]
    [InlineData("2026-04-01T00:00:00Z", "CertificateExpiresSoon", ConditionSeverity.Warning)]
    [InlineData("2026-04-01T00:00:01Z", "CertificateExpired", ConditionSeverity.Error)]
    public void A_certificate_that_is_not_valid_or_not_for_long_is_spoken_of(string now, string reason, ConditionSeverity severity)
    {
        var condition = CertificateValidity.ConditionAt(Certificate, At(now));

        Assert.Equal((reason, severity), (condition?.Reason, condition?.Severity ?? ConditionSeverity.Info));
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00Z")]
    [InlineData("2026-03-17T23:59:59Z")]
    public void A_certificate_in_its_time_is_not(string now) => Assert.Null(CertificateValidity.ConditionAt(Certificate, At(now)));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
