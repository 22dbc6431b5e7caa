using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Model;

namespace Gateway.HttpProxy.Tls;

/// <summary>
/// A certificate as the handshake needs it. Made once per certificate and shared by all its connections, so that sessions can be resumed.
/// </summary>
internal sealed class ServerCertificate
{
    private ServerCertificate(X509Certificate2 leaf, X509Certificate2Collection chain)
    {
        Handshake = new()
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(leaf, chain, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            AllowRenegotiation = false,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
    }

    public SslServerAuthenticationOptions Handshake { get; }

    /// <exception cref="CryptographicException">The PEM cannot be read, or the key is not the leaf's.</exception>
    public static ServerCertificate Load(TlsCertificate certificate)
    {
        var leaf = X509Certificate2.CreateFromPem(certificate.CertificatePem, certificate.PrivateKeyPem);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificate.CertificatePem);
        return new(leaf, chain);
    }

    /// <param name="leaf">With its private key.</param>
    public static ServerCertificate From(X509Certificate2 leaf, params X509Certificate2[] chain) => new(leaf, [.. chain]);
}
