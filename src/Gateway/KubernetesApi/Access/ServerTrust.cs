using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.KubernetesApi.Access;

/// <summary>Whether a server is the one that was asked for. Who vouches for it is looked up for each new connection.</summary>
internal sealed class ServerTrust(ClusterAddress cluster)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>These two only say that the chain does not end at a root, which an authority need not be.</summary>
    private const X509ChainStatusFlags Endless = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    public SslClientAuthenticationOptions BuildOptions(ClientCertificate? certificate) => new()
    {
#pragma warning disable CA5398 // What the API server offers below TLS 1.2 is not to be used, whatever the system would allow.
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning restore CA5398
        ClientCertificateContext = certificate?.Context,
        // Nobody outside of the cluster is asked for anything.
        CertificateChainPolicy = new() { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
        RemoteCertificateValidationCallback = (sender, presented, chain, errors) => IsTrusted((SslStream)sender, presented as X509Certificate2, chain, errors),
    };

    /// <exception cref="AuthenticationException">It is not; an exception, since this is what gets words to those who read logs.</exception>
    private bool IsTrusted(SslStream stream, X509Certificate2? presented, X509Chain? chain, SslPolicyErrors errors)
    {
        if (cluster.IsInsecure)
            return true;
        // A proxy that speaks TLS comes by here too; the cluster's authority says nothing about it.
        if (cluster.Proxy is { Scheme: "https" } proxy && stream.TargetHostName == proxy.IdnHost)
            return errors == SslPolicyErrors.None
                ? true
                : throw new AuthenticationException($"the certificate of the proxy {proxy.IdnHost} is not trusted: {errors}");
        if (presented is null)
            throw Refuse("shows no certificate");
        if (cluster.Authorities?.Newest() is { } authorities)
            Check(presented, chain?.ChainPolicy.ExtraStore ?? [], authorities);
        else if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            throw Refuse($"has a certificate that the system does not trust: {Words(chain?.ChainStatus ?? [])}");
        if (!presented.MatchesHostname(cluster.CertificateName, allowWildcards: true, allowCommonName: false))
            throw Refuse($"has a certificate for {Names(presented)}, and not for {cluster.CertificateName}");
        return true;
    }

    /// <summary>
    /// The chain has to be sound, and one of the authorities has to be in it: at its end, or, since a cluster's authority may itself be vouched for by one
    /// that nobody here knows, on the way.
    /// </summary>
    private void Check(X509Certificate2 presented, X509Certificate2Collection others, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(others);
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        var isSound = chain.Build(presented);
        if (!chain.ChainElements.Any(element => authorities.Any(authority => IsSame(authority, element.Certificate))))
            throw Refuse("has a certificate that the cluster's certificate authority did not sign");
        if (!isSound)
            throw Refuse($"has a certificate that cannot be used: {Words(chain.ChainStatus)}");
    }

    private AuthenticationException Refuse(string reason) => new($"{cluster.Server.GetLeftPart(UriPartial.Authority)} {reason}");

    private static bool IsSame(X509Certificate2 left, X509Certificate2 right) => left.RawDataMemory.Span.SequenceEqual(right.RawDataMemory.Span);

    private static string Words(X509ChainStatus[] status)
    {
        var faults = status.Where(one => (one.Status & ~Endless) != X509ChainStatusFlags.NoError).Select(one => one.StatusInformation.Trim());
        return string.Join(", ", faults.Distinct()) is { Length: > 0 } words ? words : "nobody vouches for it";
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())))
            .Take(20);
        return string.Join(", ", names) is { Length: > 0 } text ? text : "no name";
    }
}
