using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Model.Resources;
using Gateway.Model.Translation.Tls;
using static Gateway.Model.Tests.Translation.TestObjects;

namespace Gateway.Model.Tests.Translation;

public sealed class TlsSecretReaderTests
{
    private const string Ed25519Certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBTzCCAQGgAwIBAgIUNpsyKL0g+KYpwpPzLbIMtwWTd7owBQYDK2VwMA8xDTAL
        BgNVBAMMBHRlc3QwIBcNMjYxMTIzMjEwMzA2WhgPMjEyNjEwMzAyMTAzMDZaMA8x
        DTALBgNVBAMMBHRlc3QwKjAFBgMrZXADIQCY2nKmXUm/2LDVyTtJy7/kqZhoFMiR
        AmVZFEhJFjP1A6NtMGswHQYDVR0OBBYEFLEMo42ixcAvuMaeFYaaG8gXq4JzMB8G
        A1UdIwQYMBaAFLEMo42ixcAvuMaeFYaaG8gXq4JzMA8GA1UdEwEB/wQFMAMBAf8w
        GAYDVR0RBBEwD4INYS5leGFtcGxlLmNvbTAFBgMrZXADQQC+cI0cEZWmpv9wyYMm
        69TP3f2fHhtOJcpjOxb6tn+DUJBh1w3jx83Rwy5nB1uzd7SvowH8XyWHo0Hl735c
        HS0L
        -----END CERTIFICATE-----
        """;

    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly ECDsa Ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    private static readonly string RsaCertificate =
        TestCertificate.SelfSign(new("CN=rsa", Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), "a.example.com");

    private static readonly string EcdsaCertificate = TestCertificate.SelfSign(new("CN=ecdsa", Ecdsa, HashAlgorithmName.SHA256), "B.example.com", "*.c.example.com");

    public static TheoryData<string, string, string> KeyForms() => new()
    {
        { "RSA in PKCS#1", RsaCertificate, Rsa.ExportRSAPrivateKeyPem() },
        { "RSA in PKCS#8", RsaCertificate, Rsa.ExportPkcs8PrivateKeyPem() },
        { "ECDSA in SEC1", EcdsaCertificate, Ecdsa.ExportECPrivateKeyPem() },
        { "ECDSA in SEC1 after its parameters", EcdsaCertificate, $"-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n-----END EC PARAMETERS-----\n{Ecdsa.ExportECPrivateKeyPem()}" },
        { "ECDSA in PKCS#8", EcdsaCertificate, Ecdsa.ExportPkcs8PrivateKeyPem() },
        { "with Windows line ends", RsaCertificate.ReplaceLineEndings("\r\n"), Rsa.ExportPkcs8PrivateKeyPem().ReplaceLineEndings("\r\n") },
    };

    [Theory]
    [MemberData(nameof(KeyForms))]
    public void Keys_of_every_usual_form_are_read(string form, string certificate, string key)
    {
        var read = Read(TlsSecret("shop", certificate, key));

        Assert.True(read.Problem is null, $"{form}: {read.Problem}");
        Assert.Equal((TestCertificate.NotBefore, TestCertificate.NotAfter), (read.Certificate!.NotBefore, read.Certificate.NotAfter));
        using var loaded = X509Certificate2.CreateFromPem(read.Certificate.CertificatePem, read.Certificate.PrivateKeyPem);
        Assert.True(loaded.HasPrivateKey);
    }

    [Fact]
    public void Data_is_base64_and_plain_data_wins_over_it()
    {
        var secret = TlsSecret("shop", RsaCertificate, Rsa.ExportPkcs8PrivateKeyPem());
        var encoded = secret with { StringData = null, Data = secret.StringData!.ToDictionary(pair => pair.Key, pair => Encode(pair.Value)) };
        var overruled = secret with { Data = secret.StringData!.ToDictionary(pair => pair.Key, _ => Encode("nonsense")) };

        Assert.Null(Read(encoded).Problem);
        Assert.Null(Read(overruled).Problem);
    }

    [Fact]
    public void The_whole_chain_is_kept_and_the_first_certificate_is_the_server_s()
    {
        var read = Read(TlsSecret("shop", EcdsaCertificate + "\n" + RsaCertificate, Ecdsa.ExportPkcs8PrivateKeyPem()));

        Assert.Contains(RsaCertificate, read.Certificate!.CertificatePem, StringComparison.Ordinal);
        Assert.Equal(["b.example.com", "*.c.example.com"], read.DnsNames);
        Assert.True(read.Covers("x.c.example.com"));
        Assert.False(read.Covers("a.example.com"));
    }

    [Fact]
    public void A_chain_in_the_wrong_order_does_not_fit_its_key() =>
        Assert.Equal("KeyMismatch", Read(TlsSecret("shop", RsaCertificate + "\n" + EcdsaCertificate, Ecdsa.ExportPkcs8PrivateKeyPem())).Problem?.Reason);

    [Fact]
    public void A_common_name_alone_covers_nothing()
    {
        var read = Read(TlsSecret("shop", TestCertificate.SelfSign(new("CN=a.example.com", Ecdsa, HashAlgorithmName.SHA256)), Ecdsa.ExportPkcs8PrivateKeyPem()));

        Assert.NotNull(read.Certificate);
        Assert.False(read.Covers("a.example.com"));
    }

    public static TheoryData<string, string, string> Broken() => new()
    {
        { "UnsupportedKey", Ed25519Certificate, Ecdsa.ExportPkcs8PrivateKeyPem() },
        { "KeyMismatch", RsaCertificate, Ecdsa.ExportPkcs8PrivateKeyPem() },
        { "KeyMismatch", EcdsaCertificate, ECDsa.Create(ECCurve.NamedCurves.nistP384).ExportPkcs8PrivateKeyPem() },
        { "MalformedPrivateKey", RsaCertificate, Rsa.ExportSubjectPublicKeyInfoPem() },
        { "MalformedPrivateKey", RsaCertificate, Rsa.ExportEncryptedPkcs8PrivateKeyPem("secret", new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1)) },
        { "MalformedPrivateKey", RsaCertificate, Rsa.ExportPkcs8PrivateKeyPem() + "\n" + Rsa.ExportPkcs8PrivateKeyPem() },
        { "MalformedPrivateKey", RsaCertificate, "nonsense" },
        { "MalformedPrivateKey", RsaCertificate, "" },
        { "MalformedCertificate", "nonsense", Rsa.ExportPkcs8PrivateKeyPem() },
        { "MalformedCertificate", "", Rsa.ExportPkcs8PrivateKeyPem() },
        { "MalformedCertificate", Rsa.ExportPkcs8PrivateKeyPem(), Rsa.ExportPkcs8PrivateKeyPem() },
        { "MalformedCertificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", Rsa.ExportPkcs8PrivateKeyPem() },
        { "MalformedCertificate", RsaCertificate + "\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", Rsa.ExportPkcs8PrivateKeyPem() },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_cannot_be_used_is_refused_with_the_reason_and_without_its_content(string reason, string certificate, string key)
    {
        var read = Read(TlsSecret("shop", certificate, key));

        Assert.Null(read.Certificate);
        Assert.Equal(reason, read.Problem?.Reason);
        Assert.DoesNotContain("BEGIN", read.Problem!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nonsense", read.Problem.Message, StringComparison.Ordinal);
    }

    private static TlsSecret Read(Secret secret) => TlsSecretReader.Read(secret.Name, secret);

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text), Base64FormattingOptions.InsertLineBreaks);
}
