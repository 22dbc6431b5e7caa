using System.Globalization;

namespace Gateway.Model;

/// <summary>What the time of day says about a certificate.</summary>
public static class CertificateValidity
{
    public static readonly TimeSpan WarningPeriod = TimeSpan.FromDays(14);

    private const string Field = "data[tls.crt]";

    /// <summary>A condition for the certificate's Secret; null while all is well and will be for the <see cref="WarningPeriod"/>.</summary>
    public static Condition? ConditionAt(TlsCertificate certificate, DateTimeOffset now)
    {
        if (now < certificate.NotBefore)
            return new(ConditionSeverity.Error, "CertificateNotYetValid", Field, $"the certificate is not valid before {Text(certificate.NotBefore)}; clients refuse it");
        if (now > certificate.NotAfter)
            return new(ConditionSeverity.Error, "CertificateExpired", Field, $"the certificate expired at {Text(certificate.NotAfter)}; clients refuse it");
        return certificate.NotAfter - now <= WarningPeriod
            ? new(ConditionSeverity.Warning, "CertificateExpiresSoon", Field, $"the certificate expires at {Text(certificate.NotAfter)}")
            : null;
    }

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);
}
