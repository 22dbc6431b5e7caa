using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Gateway.Model;

namespace Gateway.HttpProxy.Tls;

/// <summary>
/// The certificates by server name. Handshakes read it while the one loop that applies changes it; a connection keeps the certificate it
/// began with.
/// </summary>
internal sealed class CertificateStore(TimeProvider time, ILogger<CertificateStore> logger)
{
    private readonly ConditionalWeakTable<TlsCertificate, ServerCertificate> _loaded = [];

    private volatile PersistentMap<string, ServerCertificate> _byName =
        PersistentMap<string, ServerCertificate>.EmptyWith(StringComparer.OrdinalIgnoreCase);

    public int Count => _byName.Count;

    /// <summary>One that cannot be loaded is logged, and what was there before stays: a half-written Secret must not cut off a host.</summary>
    /// <param name="name">As in <see cref="HttpState.Certificates"/>.</param>
    /// <param name="desired">Null to remove it.</param>
    public void Apply(string name, TlsCertificate? desired)
    {
        if (desired is null)
            _byName = _byName.Remove(name);
        else if (Load(desired) is { } certificate)
            _byName = _byName.Set(name, certificate);
    }

    /// <summary>The name's own certificate, then the wildcard's that covers it (one label), then the default.</summary>
    /// <param name="serverName">Empty where the client named none.</param>
    public ServerCertificate? Find(string serverName)
    {
        var certificates = _byName;
        if (serverName.Length > 0)
        {
            if (certificates.Find(serverName) is { } own)
                return own;
            var dot = serverName.IndexOf('.', StringComparison.Ordinal);
            if (dot > 0 && certificates.Find($"*{serverName[dot..]}") is { } wildcard)
                return wildcard;
        }
        return certificates.Find(HostRoutes.AnyHost);
    }

    private ServerCertificate? Load(TlsCertificate desired)
    {
        if (_loaded.TryGetValue(desired, out var loaded))
            return loaded;
        try
        {
            loaded = ServerCertificate.Load(desired);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            logger.CertificateNotLoaded(desired.Secret, error.Message);
            return null;
        }
        _loaded.Add(desired, loaded);
        if (CertificateValidity.ConditionAt(desired, time.GetUtcNow()) is { } doubt)
            logger.CertificateDoubtful(desired.Secret, doubt.Reason, doubt.Message);
        return loaded;
    }
}
