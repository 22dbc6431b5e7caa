using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Model.Tests.Translation;

/// <summary>Makes self-signed certificates, valid from 2020 to the end of 2099, so that no test depends on the day it runs on.</summary>
internal static class TestCertificate
{
    public static readonly DateTimeOffset NotBefore = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset NotAfter = new(2099, 12, 31, 0, 0, 0, TimeSpan.Zero);

    public static (string Certificate, string Key) Ecdsa(params string[] dnsNames)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (SelfSign(new("CN=test", key, HashAlgorithmName.SHA256), dnsNames), key.ExportPkcs8PrivateKeyPem());
    }

    public static string SelfSign(CertificateRequest request, params string[] dnsNames)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in dnsNames)
            names.AddDnsName(name);
        if (dnsNames.Length > 0)
            request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(NotBefore, NotAfter);
        return certificate.ExportCertificatePem();
    }
}
