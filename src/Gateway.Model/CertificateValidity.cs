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
            return Refused("CertificateNotYetValid", $"is not valid before {Text(certificate.NotBefore)}");
        if (now > certificate.NotAfter)
            return Refused("CertificateExpired", $"expired at {Text(certificate.NotAfter)}");
        return certificate.NotAfter - now <= WarningPeriod
            ? new(ConditionSeverity.Warning, "CertificateExpiresSoon", Field, $"the certificate expires at {Text(certificate.NotAfter)}")
            : null;
    }

    /// <summary>The conditions of all Secrets whose certificates are served, each once.</summary>
    public static IEnumerable<KeyValuePair<ObjectReference, Condition>> ConditionsAt(HttpState http, DateTimeOffset now) =>
        from certificate in http.Certificates.Values.DistinctBy(certificate => certificate.Secret)
        let condition = ConditionAt(certificate, now)
        where condition is not null
        select KeyValuePair.Create(new ObjectReference("Secret", certificate.Secret), condition);

    private static Condition Refused(string reason, string what) =>
        new(ConditionSeverity.Error, reason, Field, $"the certificate {what}; clients refuse it");

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);
}
