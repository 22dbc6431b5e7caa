using System.Security.Cryptography.X509Certificates;

namespace Gateway.KubernetesApi.Access;

/// <summary>Where an API server is and how to know it.</summary>
internal sealed class ClusterAddress
{
    public required Uri Server { get; init; }

    /// <summary>The name to ask for and to find in the certificate, where it is not the one in the URL.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Any certificate will do.</summary>
    public bool IsInsecure { get; init; }

    /// <summary>Who may vouch for the server; null for those that the system trusts.</summary>
    public Reloaded<X509Certificate2Collection>? Authorities { get; init; }

    /// <summary>May hold a password.</summary>
    public Uri? Proxy { get; init; }

    public bool IsEncrypted => Server.Scheme == Uri.UriSchemeHttps;

    /// <summary>The name that the server's certificate has to be for.</summary>
    public string CertificateName => TlsServerName ?? Server.IdnHost;
}
