using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Gateway.KubernetesApi.Access;

/// <summary>A certificate with its private key, and the certificates between it and its authority.</summary>
internal sealed class ClientCertificate
{
    private ClientCertificate(SslStreamCertificateContext context) => Context = context;

    public SslStreamCertificateContext Context { get; }

    /// <summary>Reads PEM: any number of certificates, the client's own first, and its RSA or EC key as PKCS#8, PKCS#1 or SEC1.</summary>
    /// <param name="certificateField">Where the certificate is from, for messages; so is <paramref name="keyField"/>.</param>
    /// <exception cref="FormatException">They cannot be used. The message says which of the two, and never what is in it.</exception>
    public static ClientCertificate Parse(string certificateField, byte[] certificate, string keyField, byte[] key)
    {
        var chain = CertificateList.Parse(certificateField, certificate);
        var own = WithKey(chain[0], certificateField, keyField, Encoding.Latin1.GetString(key));
        chain.RemoveAt(0);
        // There, TLS does not take a key that is in this process's memory alone.
        if (OperatingSystem.IsWindows())
            own = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
        return new(SslStreamCertificateContext.Create(own, chain, offline: true));
    }

    private static X509Certificate2 WithKey(X509Certificate2 leaf, string certificateField, string keyField, string pem)
    {
        var labels = PemLabels(pem);
        if (labels.Contains("ENCRYPTED PRIVATE KEY") || pem.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
            throw new FormatException($"{keyField} is encrypted; the gateway has nobody to ask for a password");
        if (!labels.Any(label => label.EndsWith("PRIVATE KEY", StringComparison.Ordinal)))
            throw new FormatException($"{keyField} holds no private key in PEM form");
        using var rsa = TryImport(RSA.Create(), pem);
        using var ec = TryImport(ECDsa.Create(), pem);
        if (rsa is null && ec is null)
            throw new FormatException($"{keyField} holds no RSA or EC key that can be read");
        try
        {
            return rsa is not null ? leaf.CopyWithPrivateKey(rsa) : leaf.CopyWithPrivateKey(ec!);
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"{keyField} does not belong to {certificateField}", error);
        }
    }

    private static TKey? TryImport<TKey>(TKey key, string pem)
        where TKey : AsymmetricAlgorithm
    {
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }

    private static List<string> PemLabels(string pem)
    {
        var labels = new List<string>();
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
            labels.Add(rest[fields.Label].ToString());
        return labels;
    }
}
