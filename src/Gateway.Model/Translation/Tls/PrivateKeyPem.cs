using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Model.Translation.Tls;

internal enum PrivateKeyVerdict
{
    Fits,

    /// <summary>A key of another certificate.</summary>
    OfAnother,

    Malformed,

    /// <summary>The certificate is for an algorithm that the runtime's TLS cannot use, such as Ed25519.</summary>
    Unsupported,
}

/// <summary>Checks a private key in PEM form (PKCS#8, PKCS#1 or SEC1) against the certificate it should belong to.</summary>
internal static class PrivateKeyPem
{
    public static PrivateKeyVerdict Check(string pem, X509Certificate2 certificate)
    {
        try
        {
            using var rsa = certificate.GetRSAPublicKey();
            using var ecdsa = certificate.GetECDsaPublicKey();
            if (rsa is null && ecdsa is null)
                return PrivateKeyVerdict.Unsupported;
            using var rsaKey = Import(RSA.Create, pem);
            using var ecdsaKey = Import(ECDsa.Create, pem);
            if (rsaKey is null && ecdsaKey is null)
                return PrivateKeyVerdict.Malformed;
            return IsSameKey(rsa, rsaKey) || IsSameKey(ecdsa, ecdsaKey) ? PrivateKeyVerdict.Fits : PrivateKeyVerdict.OfAnother;
        }
        catch (CryptographicException)
        {
            return PrivateKeyVerdict.Unsupported;
        }
    }

    /// <summary>Null where the text holds no key of this algorithm, or one without its private part.</summary>
    private static TKey? Import<TKey>(Func<TKey> create, string pem)
        where TKey : AsymmetricAlgorithm
    {
        var key = create();
        try
        {
            key.ImportFromPem(pem);
            _ = key.ExportPkcs8PrivateKey();
            return key;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            key.Dispose();
            return null;
        }
    }

    private static bool IsSameKey(AsymmetricAlgorithm? left, AsymmetricAlgorithm? right) =>
        left is not null && right is not null && left.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(right.ExportSubjectPublicKeyInfo());
}
