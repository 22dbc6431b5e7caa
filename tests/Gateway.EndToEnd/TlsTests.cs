using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.EndToEnd;

/// <summary>Certificates come from Secrets, by server name, and change without anybody noticing.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task The_server_name_chooses_the_certificate()
    {
        using var certificates = new TestCertificates();
        var shop = certificates.Issue("shop.test");
        var wild = certificates.Issue("*.wild.test");
        await using var upstream = await Upstream.StartAsync("here");
        using var folder = new TestFolder()
            .With("service.yaml", Manifest.Service("shop", [upstream]))
            .With("shop.yaml", Manifest.Ingress("shop.test", "shop", tlsSecret: "shop-tls") + "---\n" + Manifest.TlsSecret("shop-tls", shop.Certificate, shop.Key))
            .With("wild.yaml", Manifest.Ingress("*.wild.test", "shop", tlsSecret: "wild-tls") + "---\n" + Manifest.TlsSecret("wild-tls", wild.Certificate, wild.Key));
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = LoopbackClient.Create(certificates.Authority);

        Assert.Equal("here", await client.GetStringAsync(gateway.Https("shop.test")));
        Assert.Equal("here", await client.GetStringAsync(gateway.Https("any.wild.test")));
        Assert.Equal(shop.SerialNumber, await SerialNumberAsync(gateway, "shop.test"));
        Assert.Equal(wild.SerialNumber, await SerialNumberAsync(gateway, "any.wild.test"));
    }

    [Fact]
    public async Task A_new_certificate_takes_over_without_a_dropped_connection()
    {
        using var certificates = new TestCertificates();
        var before = certificates.Issue("shop.test");
        var after = certificates.Issue("shop.test");
        await using var upstream = await Upstream.StartAsync("here");
        using var folder = new TestFolder()
            .With("shop.yaml", Manifest.Service("shop", [upstream]) + "---\n" + Manifest.Ingress("shop.test", "shop", tlsSecret: "shop-tls"))
            .With("secret.yaml", Manifest.TlsSecret("shop-tls", before.Certificate, before.Key));
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = LoopbackClient.Create(certificates.Authority);
        await using var load = new SteadyLoad(client, gateway.Https("shop.test"));
        await load.PassAsync(100);

        folder.Replace("secret.yaml", Manifest.TlsSecret("shop-tls", after.Certificate, after.Key));
        await Eventually.IsTrue(async () => await SerialNumberAsync(gateway, "shop.test") == after.SerialNumber, "new handshakes get the new certificate");
        await load.PassAsync(100);
        await load.StopAsync();

        Assert.Empty(load.Failures);
    }

    [Fact]
    public async Task A_secret_that_goes_bad_is_reported_and_harms_no_other_host()
    {
        using var certificates = new TestCertificates();
        var good = certificates.Issue("good.test");
        var other = certificates.Issue("bad.test");
        await using var upstream = await Upstream.StartAsync("here");
        using var folder = new TestFolder()
            .With("good.yaml", Manifest.Service("shop", [upstream]) + "---\n" + Manifest.Ingress("good.test", "shop", tlsSecret: "good-tls") + "---\n" + Manifest.TlsSecret("good-tls", good.Certificate, good.Key))
            .With("bad.yaml", Manifest.Ingress("bad.test", "shop", tlsSecret: "bad-tls") + "---\n" + Manifest.TlsSecret("bad-tls", good.Certificate, other.Key));
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = LoopbackClient.Create(certificates.Authority);

        Assert.Equal("here", await client.GetStringAsync(gateway.Https("good.test")));
        Assert.Contains("bad-tls", gateway.Process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", gateway.Process.Output, StringComparison.Ordinal);
        Assert.NotNull(await SerialNumberAsync(gateway, "bad.test"));
    }

    [Fact]
    public async Task Without_a_secret_a_development_certificate_is_made_that_its_authority_vouches_for()
    {
        await using var upstream = await Upstream.StartAsync("here");
        using var folder = new TestFolder().With("shop.yaml", Manifest.Service("shop", [upstream]) + "---\n" + Manifest.Ingress("shop.localhost", "shop"));
        await using var gateway = await RunningGateway.StartAsync(folder);
        var authorityPath = Directory.EnumerateFiles(gateway.Home, "*.crt", SearchOption.AllDirectories).Single();
        using var authority = X509CertificateLoader.LoadCertificateFromFile(authorityPath);
        using var client = LoopbackClient.Create(authority);

        Assert.Equal("here", await client.GetStringAsync(gateway.Https("shop.localhost")));
        Assert.Contains(authorityPath, gateway.Process.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, true)]
    [InlineData(SslProtocols.Tls13, true)]
#pragma warning disable CA5397, SYSLIB0039, CA5398 // the point is that it is refused
    [InlineData(SslProtocols.Tls11, false)]
#pragma warning restore CA5397, SYSLIB0039, CA5398
    public async Task Only_current_versions_of_tls_are_spoken(SslProtocols version, bool accepted)
    {
        using var folder = new TestFolder();
        await using var gateway = await RunningGateway.StartAsync(folder);

        var handshake = HandshakeAsync(gateway, "shop.localhost", version);

        if (accepted)
            Assert.NotNull(await handshake);
        else
            await Assert.ThrowsAnyAsync<Exception>(() => handshake);
    }

    private static Task<string> SerialNumberAsync(RunningGateway gateway, string host) => HandshakeAsync(gateway, host, SslProtocols.None);

    private static async Task<string> HandshakeAsync(RunningGateway gateway, string host, SslProtocols version)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", gateway.HttpsPort);
#pragma warning disable CA5359 // any certificate will do: which one it is, is the question
        await using var tls = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host, EnabledSslProtocols = version });
        return ((X509Certificate2)tls.RemoteCertificate!).SerialNumber;
    }
}
