using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.HttpProxy.Tls;

namespace Gateway.Tests.KubernetesApi.Access;

/// <summary>A certificate authority of a test's own.</summary>
internal sealed class TestPki
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(30);

    public TestPki(string name = "test-ca", TestPki? issuer = null) =>
        Certificate = IssuedCertificate.BuildAuthority(name, DateTimeOffset.UtcNow, Validity, issuer?.Certificate);

    public X509Certificate2 Certificate { get; }

    public string Pem => Certificate.ExportCertificatePem();

    public string Data => Base64(Pem);

    public X509Certificate2 Server(params string[] names) => IssuedCertificate.BuildServer(names, Certificate, DateTimeOffset.UtcNow, Validity);

    public X509Certificate2 ExpiredServer(string address) => BareServer(address, new DateTimeOffset(Certificate.NotBefore).AddHours(1));

    /// <summary>A server's certificate that names its issuer, and does not say which of the issuer's keys signed it.</summary>
    public X509Certificate2 BareServer(string address, DateTimeOffset? end = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bare", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddIpAddress(System.Net.IPAddress.Parse(address));
        request.CertificateExtensions.Add(alternatives.Build());
        var (from, to) = (new DateTimeOffset(Certificate.NotBefore), end ?? new DateTimeOffset(Certificate.NotAfter));
        return request.Create(Certificate, from, to, RandomNumberGenerator.GetBytes(16)).CopyWithPrivateKey(key);
    }

    /// <summary>A client's certificate, and its key, in PEM.</summary>
    public (string Certificate, string Key) Client(string name, AsymmetricAlgorithm? key = null, Func<AsymmetricAlgorithm, string>? export = null)
    {
        key ??= ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = key is RSA rsa
            ? new CertificateRequest($"CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest($"CN={name}", (ECDsa)key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var certificate = request.Create(
            Certificate.SubjectName,
            X509SignatureGenerator.CreateForECDsa(Certificate.GetECDsaPrivateKey()!),
            new DateTimeOffset(Certificate.NotBefore),
            new DateTimeOffset(Certificate.NotAfter),
            RandomNumberGenerator.GetBytes(16));
        return (certificate.ExportCertificatePem(), (export ?? (one => one.ExportPkcs8PrivateKeyPem()))(key));
    }

    public static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
