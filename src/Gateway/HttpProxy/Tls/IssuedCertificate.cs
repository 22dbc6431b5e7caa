using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.HttpProxy.Tls;

/// <summary>Makes certificates: ECDSA on P-256, valid from a day ago so that clocks may differ.</summary>
internal static class IssuedCertificate
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <param name="issuer">Null for a root.</param>
    public static X509Certificate2 BuildAuthority(string name, DateTimeOffset now, TimeSpan validity, X509Certificate2? issuer = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName($"CN={name}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return Sign(request, key, issuer, now, validity);
    }

    /// <param name="names">DNS names and IP addresses.</param>
    /// <param name="issuer">Null for a certificate that vouches for itself.</param>
    public static X509Certificate2 BuildServer(IReadOnlyList<string> names, X509Certificate2? issuer, DateTimeOffset now, TimeSpan validity)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // A common name may have 64 characters at most; clients look at the alternative names.
        var commonName = names[0].Length <= 64 ? names[0] : "gateway";
        var request = new CertificateRequest(new X500DistinguishedName($"CN={commonName}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        request.CertificateExtensions.Add(BuildAlternativeNames(names));
        return Sign(request, key, issuer, now, validity);
    }

    private static X509Certificate2 Sign(CertificateRequest request, ECDsa key, X509Certificate2? issuer, DateTimeOffset now, TimeSpan validity)
    {
        var notBefore = now.AddDays(-1);
        if (issuer is null)
            return request.CreateSelfSigned(notBefore, now + validity);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        // A certificate may not outlive its issuer, nor be older.
        var from = new[] { notBefore, new DateTimeOffset(issuer.NotBefore) }.Max();
        var to = new[] { now + validity, new DateTimeOffset(issuer.NotAfter) }.Min();
        using var signed = request.Create(issuer, from, to, RandomNumberGenerator.GetBytes(16));
        return signed.CopyWithPrivateKey(key);
    }

    private static X509Extension BuildAlternativeNames(IEnumerable<string> names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }
        return alternatives.Build();
    }
}
