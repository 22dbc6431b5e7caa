using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Gateway.KubernetesApi.Access;

/// <summary>Certificates in PEM form, one after another.</summary>
internal static class CertificateList
{
    /// <summary>Those that can be read. Whatever else is between them is skipped, as other clients do.</summary>
    /// <param name="field">Where they are from, for the message.</param>
    /// <exception cref="FormatException">There is none.</exception>
    public static X509Certificate2Collection Parse(string field, byte[] content)
    {
        var pem = Encoding.Latin1.GetString(content);
        var certificates = new X509Certificate2Collection();
        var unreadable = 0;
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
            if (rest[fields.Label] is "CERTIFICATE" && !TryAdd(rest[fields.Location], certificates))
                unreadable++;
        if (certificates.Count > 0)
            return certificates;
        throw new FormatException($"{field} holds no certificate {(unreadable > 0 ? "that can be read" : "in PEM form")}");
    }

    private static bool TryAdd(ReadOnlySpan<char> pem, X509Certificate2Collection certificates)
    {
        try
        {
            certificates.Add(X509Certificate2.CreateFromPem(pem));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
