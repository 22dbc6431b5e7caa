using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Tls;

/// <summary>What a Secret that an Ingress names gives: a certificate with the DNS names it is for, or a problem.</summary>
/// <param name="Problem">About the Secret; null where there is a certificate.</param>
/// <param name="Exists">False where there is no such Secret, so that nothing can be said to it.</param>
internal sealed record TlsSecret(NamespacedName Name, TlsCertificate? Certificate, ValueArray<string> DnsNames, Condition? Problem, bool Exists)
    : IRemarked
{
    public static TlsSecret Of(TlsCertificate certificate, ValueArray<string> dnsNames) => new(certificate.Secret, certificate, dnsNames, null, true);

    public static TlsSecret Missing(NamespacedName name) =>
        new(name, null, default, new(ConditionSeverity.Error, "SecretNotFound", "", $"Secret {name} does not exist"), false);

    public static TlsSecret Broken(NamespacedName name, string reason, string field, string message) =>
        new(name, null, default, new(ConditionSeverity.Error, reason, field, message), true);

    public ValueArray<Remark> Remarks => Exists && Problem is not null ? [new(new("Secret", Name), Problem)] : default;

    public bool Covers(string serverName) => DnsNames.Any(name => HostPattern.Matches(name, serverName));
}
