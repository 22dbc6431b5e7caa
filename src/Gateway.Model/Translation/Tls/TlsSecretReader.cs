using System.Text;
using Gateway.Model.Resources;

namespace Gateway.Model.Translation.Tls;

/// <summary>Reads a Secret of type <c>kubernetes.io/tls</c>. What it says about a Secret never holds any of its content.</summary>
internal static class TlsSecretReader
{
    private const string CertificateField = $"data[{Secret.CertificateKey}]";
    private const string PrivateKeyField = $"data[{Secret.PrivateKeyKey}]";
    private const string NotAKey = "is not an unencrypted private key in PEM form";
    private const string NotItsKey = $"is not the key of the certificate in {Secret.CertificateKey}";

    public static TlsSecret Read(NamespacedName name, Secret? secret)
    {
        if (secret is null)
            return TlsSecret.Missing(name);
        if (secret.Type != Secret.TlsType)
            return TlsSecret.Broken(name, "WrongSecretType", "type", $"its type is {secret.Type ?? "Opaque"}; a certificate needs {Secret.TlsType}");
        if (TextOf(secret, Secret.CertificateKey) is not { } certificatePem)
            return TlsSecret.Broken(name, "MalformedCertificate", CertificateField, Unreadable(secret, Secret.CertificateKey));
        if (TextOf(secret, Secret.PrivateKeyKey) is not { } privateKeyPem)
            return TlsSecret.Broken(name, "MalformedPrivateKey", PrivateKeyField, Unreadable(secret, Secret.PrivateKeyKey));

        using var leaf = CertificatePem.ReadLeaf(certificatePem);
        if (leaf is null)
            return TlsSecret.Broken(name, "MalformedCertificate", CertificateField, $"{Secret.CertificateKey} is not a certificate in PEM form");
        return PrivateKeyPem.Check(privateKeyPem, leaf) switch
        {
            PrivateKeyVerdict.Malformed => TlsSecret.Broken(name, "MalformedPrivateKey", PrivateKeyField, $"{Secret.PrivateKeyKey} {NotAKey}"),
            PrivateKeyVerdict.Unsupported => TlsSecret.Broken(name, "UnsupportedKey", CertificateField, "the certificate's key is neither RSA nor ECDSA"),
            PrivateKeyVerdict.OfAnother => TlsSecret.Broken(name, "KeyMismatch", PrivateKeyField, $"{Secret.PrivateKeyKey} {NotItsKey}"),
            _ => TlsSecret.Of(
                new(name, certificatePem, privateKeyPem, CertificatePem.UtcOf(leaf.NotBefore), CertificatePem.UtcOf(leaf.NotAfter)),
                CertificatePem.DnsNamesOf(leaf)),
        };
    }

    /// <summary>Null where the value is absent, empty or not base64 of UTF-8.</summary>
    private static string? TextOf(Secret secret, string key)
    {
        if (secret.StringData?.GetValueOrDefault(key) is { Length: > 0 } plain)
            return plain;
        if (secret.Data?.GetValueOrDefault(key) is not { Length: > 0 } encoded)
            return null;
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) && length > 0 ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    private static string Unreadable(Secret secret, string key) =>
        string.IsNullOrEmpty(secret.Data?.GetValueOrDefault(key)) ? $"{key} is missing" : $"{key} is not valid base64";
}
