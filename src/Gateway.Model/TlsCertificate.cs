using System.Text;

namespace Gateway.Model;

/// <summary>A certificate chain and its key, checked to belong together, from a Secret of type <c>kubernetes.io/tls</c>.</summary>
/// <param name="NotAfter">The end of the leaf's validity. Whether that has passed is for those to say who have a clock.</param>
public sealed record TlsCertificate(NamespacedName Secret, string CertificatePem, string PrivateKeyPem, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>Keys never reach a log.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Secret.ToString()).Append(" until ").Append(NotAfter.ToString("u", System.Globalization.CultureInfo.InvariantCulture));
        return true;
    }
}
