using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.HttpProxy.Tls;

/// <summary>
/// Signs certificates for names on this machine. Its own certificate and key are made once and kept in a folder of the user's, the key for
/// nobody else to read, so that a browser or <c>curl --cacert</c> need be told of it only once.
/// </summary>
internal sealed class DevelopmentCertificateAuthority
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(3650);

    /// <summary>Browsers refuse certificates that are valid for longer than 398 days.</summary>
    private static readonly TimeSpan LeafValidity = TimeSpan.FromDays(397);

    private readonly X509Certificate2 _authority;
    private readonly TimeProvider _time;

    private DevelopmentCertificateAuthority(X509Certificate2 authority, string certificatePath, TimeProvider time)
    {
        _authority = authority;
        _time = time;
        CertificatePath = certificatePath;
    }

    /// <summary>The PEM file to hand to a client that should trust development certificates.</summary>
    public string CertificatePath { get; }

    /// <summary>Reads the authority from the folder. Makes it where it is not there, cannot be read, or is about to expire.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static DevelopmentCertificateAuthority Open(string folder, TimeProvider time)
    {
        var certificatePath = Path.GetFullPath(Path.Combine(folder, "ca.crt"));
        var keyPath = Path.GetFullPath(Path.Combine(folder, "ca.key"));
        if (TryRead(certificatePath, keyPath) is { } kept && new DateTimeOffset(kept.NotAfter) > time.GetUtcNow() + LeafValidity)
            return new(kept, certificatePath, time);
        Directory.CreateDirectory(folder);
        var authority = IssuedCertificate.BuildAuthority($"Gateway development CA ({Environment.MachineName})", time.GetUtcNow(), Validity);
        using var key = authority.GetECDsaPrivateKey()!;
        Write(keyPath, key.ExportPkcs8PrivateKeyPem(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Write(certificatePath, authority.ExportCertificatePem(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return new(authority, certificatePath, time);
    }

    /// <param name="names">DNS names and IP addresses; the first is the subject.</param>
    public ServerCertificate Issue(params IReadOnlyList<string> names) =>
        ServerCertificate.From(IssuedCertificate.BuildServer(names, _authority, _time.GetUtcNow(), LeafValidity), _authority);

    private static X509Certificate2? TryRead(string certificatePath, string keyPath)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Whole or not at all, and never readable by others for a moment.</summary>
    private static void Write(string path, string text, UnixFileMode mode)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        using (var writer = new StreamWriter(temporary, options))
            writer.Write(text);
        File.Move(temporary, path, overwrite: true);
    }
}
