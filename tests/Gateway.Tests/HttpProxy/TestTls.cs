using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Gateway.HttpProxy.Tls;
using Gateway.Model;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.HttpProxy;

/// <summary>Certificates for tests.</summary>
internal static class TestTls
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(30);

    /// <summary>Makes a backend speak TLS, with a certificate that nobody knows.</summary>
    public static void Use(ListenOptions listener) => listener.UseHttps(BuildServer("backend.test"));

    public static SslClientAuthenticationOptions TrustAny(string serverName) =>
        new() { TargetHost = serverName, RemoteCertificateValidationCallback = (_, _, _, _) => true };

    public static X509Certificate2 BuildServer(string name, X509Certificate2? issuer = null) =>
        IssuedCertificate.BuildServer([name], issuer, DateTimeOffset.UtcNow, Validity);

    public static TlsCertificate Secret(string name, DateTimeOffset? notAfter = null)
    {
        var now = notAfter - Validity ?? DateTimeOffset.UtcNow;
        using var certificate = IssuedCertificate.BuildServer([name], null, now, Validity);
        return Secret(name, certificate);
    }

    public static TlsCertificate Secret(string name, X509Certificate2 certificate, params X509Certificate2[] chain) => new(
        new("default", name),
        string.Join('\n', chain.Prepend(certificate).Select(one => one.ExportCertificatePem())),
        certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(),
        new DateTimeOffset(certificate.NotBefore),
        new DateTimeOffset(certificate.NotAfter));
}
