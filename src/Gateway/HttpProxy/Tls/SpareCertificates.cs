using System.Collections.Concurrent;

namespace Gateway.HttpProxy.Tls;

/// <summary>
/// What is shown where no certificate is configured: one signed by the development authority, made for the name asked for; or, without an
/// authority, one that vouches only for itself, so that the client says "wrong certificate" rather than "broken connection".
/// </summary>
internal sealed class SpareCertificates
{
    /// <summary>Past so many names, somebody is trying out names rather than developing.</summary>
    private const int MaxNames = 1000;

    private static readonly TimeSpan Validity = TimeSpan.FromDays(3650);

    private readonly ConcurrentDictionary<string, Lazy<ServerCertificate>> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly DevelopmentCertificateAuthority? _authority;
    private readonly Lazy<ServerCertificate> _nameless;

    public SpareCertificates(TimeProvider time, DevelopmentCertificateAuthority? authority = null)
    {
        _authority = authority;
        _nameless = new(() => authority is null
            ? ServerCertificate.From(IssuedCertificate.BuildServer(["gateway.invalid"], null, time.GetUtcNow(), Validity))
            : authority.Issue("localhost", "127.0.0.1", "::1"));
    }

    public ServerCertificate Find(string serverName)
    {
        if (_authority is null || Uri.CheckHostName(serverName) != UriHostNameType.Dns)
            return _nameless.Value;
        if (_byName.TryGetValue(serverName, out var made))
            return made.Value;
        if (_byName.Count >= MaxNames)
            return _nameless.Value;
        return _byName.GetOrAdd(serverName, name => new(() => _authority.Issue(name.ToLowerInvariant()))).Value;
    }
}
