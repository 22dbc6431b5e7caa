using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.ApiServer.Security;

/// <summary>A certificate authority, and what it signs. Everything is valid from an hour ago for ten days, unless said otherwise.</summary>
public sealed class Authority : IDisposable
{
    private static readonly string[] HostNames =
        ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"];

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public Authority(string name)
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(10));
    }

    public X509Certificate2 Certificate { get; }

    public string Pem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>For the addresses of loopback and the names that a server has in its cluster.</summary>
    public X509Certificate2 IssueServer(params IEnumerable<string> moreHosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in HostNames.Concat(moreHosts))
        {
            if (IPAddress.TryParse(host, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(host);
        }
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = Sign(request, "1.3.6.1.5.5.7.3.1");
        using var whole = certificate.CopyWithPrivateKey(key);
        // A key that lives in memory alone is not one that every TLS stack takes.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    public ClientCertificate IssueClient(string user, IEnumerable<string> groups, bool rsa = false)
    {
        var subject = $"CN={user}{string.Concat(groups.Select(group => $",O={group}"))}";
        if (rsa)
        {
            using var key = RSA.Create(2048);
            return Build(new(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), key.ExportRSAPrivateKeyPem());
        }
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Build(new(subject, curve, HashAlgorithmName.SHA256), curve.ExportECPrivateKeyPem());

        ClientCertificate Build(CertificateRequest request, string keyPem)
        {
            using var certificate = Sign(request, "1.3.6.1.5.5.7.3.2");
            return new(certificate.ExportCertificatePem() + "\n", keyPem + "\n");
        }
    }

    public bool Signed(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private X509Certificate2 Sign(CertificateRequest request, string usage)
    {
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(usage)], false));
        // Without a word of its key on the authority, two authorities of one name cannot be told apart.
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        return request.Create(
            Certificate.SubjectName,
            X509SignatureGenerator.CreateForECDsa(_key),
            DateTimeOffset.UtcNow.AddMinutes(-59),
            DateTimeOffset.UtcNow.AddDays(9),
            RandomNumberGenerator.GetBytes(16));
    }
}

/// <summary>A certificate and its key, as PEM.</summary>
public sealed record ClientCertificate(string CertificatePem, string KeyPem)
{
    public override string ToString() => nameof(ClientCertificate);
}
