using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Model.Translation.Tls;

/// <summary>Reads certificates in PEM form.</summary>
internal static class CertificatePem
{
    /// <summary>
    /// The first certificate, which is the server's own; null where the text, or any certificate of the chain in it, cannot be read.
    /// </summary>
    public static X509Certificate2? ReadLeaf(string pem)
    {
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            chain.Clear();
        }
        foreach (var issuer in chain.Skip(1))
            issuer.Dispose();
        return chain.FirstOrDefault();
    }

    /// <summary>
    /// The names that the certificate is for, in lower case. The common name is not among them: RFC 9525 ends that, and clients do not look there.
    /// </summary>
    public static ValueArray<string> DnsNamesOf(X509Certificate2 certificate)
    {
        try
        {
            return certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(extension => extension.EnumerateDnsNames())
                .Where(name => name.Length > 0)
                .Select(name => name.ToLowerInvariant())
                .ToValueArray();
        }
        catch (CryptographicException)
        {
            return default;
        }
    }

    /// <summary>X509Certificate2 gives local time.</summary>
    public static DateTimeOffset UtcOf(DateTime time) => new(time.ToUniversalTime());
}
