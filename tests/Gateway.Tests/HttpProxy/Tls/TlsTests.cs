using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gateway.HttpProxy.Tls;
using Gateway.Model;

namespace Gateway.Tests.HttpProxy.Tls;

public sealed class TlsTests
{
    [Theory]
    [InlineData("shop.test", "CN=shop.test")]
    [InlineData("SHOP.test", "CN=shop.test")]
    [InlineData("a.wild.test", "CN=*.wild.test")]
    [InlineData("a.b.wild.test", "CN=default.test")]
    [InlineData("own.wild.test", "CN=own.wild.test")]
    [InlineData("unknown.test", "CN=default.test")]
    [InlineData("", "CN=default.test")]
    public async Task The_certificate_is_the_one_for_the_name_asked_for(string serverName, string subject)
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(WithCertificates("shop.test", "*.wild.test", "own.wild.test")
            .WithCertificate(HostRoutes.AnyHost, TestTls.Secret("default.test")));
        Assert.Equal(subject, await SubjectAsync(gateway, serverName));
    }

    [Fact]
    public async Task Without_any_certificate_the_handshake_works_and_shows_one_that_nobody_takes_for_real()
    {
        await using var gateway = await TestGateway.StartAsync();
        Assert.Equal("CN=gateway.invalid", await SubjectAsync(gateway, "shop.test"));
    }

    [Fact]
    public async Task A_request_over_TLS_is_told_to_the_backend_as_such()
    {
        await using var upstream = await TestUpstream.StartAsync(Echo.WriteAsync);
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using var client = Client();
            using var response = await client.SendAsync(new(HttpMethod.Get, Https(gateway)) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact });
            var echo = Echo.Parse(await response.Content.ReadAsStringAsync());
            Assert.Equal(version, response.Version);
            Assert.Equal(("https", $"{gateway.HttpsPort}"), (echo["X-Forwarded-Proto"], echo["X-Forwarded-Port"]));
        }
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task TLS_1_2_and_1_3_are_spoken(SslProtocols protocol)
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var stream = await HandshakeAsync(gateway, "shop.test", protocol);
        Assert.Equal((protocol, SslApplicationProtocol.Http2), (stream.SslProtocol, stream.NegotiatedApplicationProtocol));
    }

    [Fact]
    public async Task Older_TLS_is_refused()
    {
        await using var gateway = await TestGateway.StartAsync();
#pragma warning disable SYSLIB0039, CA5397, CA5398 // What is old is the point.
        await Assert.ThrowsAnyAsync<Exception>(() => HandshakeAsync(gateway, "shop.test", SslProtocols.Tls11));
#pragma warning restore SYSLIB0039, CA5397, CA5398
    }

    [Fact]
    public async Task The_chain_in_the_Secret_is_sent_along()
    {
        var now = DateTimeOffset.UtcNow;
        using var root = IssuedCertificate.BuildAuthority("root", now, TimeSpan.FromDays(2));
        using var middle = IssuedCertificate.BuildAuthority("middle", now, TimeSpan.FromDays(2), root);
        using var leaf = IssuedCertificate.BuildServer(["shop.test"], middle, now, TimeSpan.FromDays(1));
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(HttpState.Empty.WithCertificate("shop.test", TestTls.Secret("shop", leaf, middle)));

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gateway.HttpsPort);
        await using var stream = new SslStream(client.GetStream());
        // Knows the root alone, so the handshake fails unless the server sends what lies between.
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "shop.test",
            CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { root }, RevocationMode = X509RevocationMode.NoCheck },
        });
        Assert.True(stream.IsAuthenticated);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_loaded_is_reported_and_the_one_before_stays()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(WithCertificates("shop.test"));
        var broken = TestTls.Secret("other.test") with { CertificatePem = "-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----" };

        await gateway.ApplyAsync(HttpState.Empty.WithCertificate("shop.test", broken));

        Assert.Equal("CN=shop.test", await SubjectAsync(gateway, "shop.test"));
        Assert.Contains(gateway.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("default/other.test", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_of_another_certificate_is_reported()
    {
        await using var gateway = await TestGateway.StartAsync();
        var mismatched = TestTls.Secret("shop.test") with { PrivateKeyPem = TestTls.Secret("other.test").PrivateKeyPem };
        await gateway.ApplyAsync(HttpState.Empty.WithCertificate("shop.test", mismatched));
        Assert.Contains(gateway.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("default/shop.test", StringComparison.Ordinal));
        Assert.DoesNotContain(gateway.Log.Lines, line => line.Contains("PRIVATE KEY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_expired_certificate_is_served_and_reported()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(HttpState.Empty.WithCertificate("shop.test", TestTls.Secret("shop.test", DateTimeOffset.UtcNow.AddHours(-1))));
        Assert.Equal("CN=shop.test", await SubjectAsync(gateway, "shop.test"));
        Assert.Contains(gateway.Log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("expired", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_removed_certificate_is_not_served_any_more()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(WithCertificates("shop.test"));
        await gateway.ApplyAsync(HttpState.Empty);
        Assert.Equal("CN=gateway.invalid", await SubjectAsync(gateway, "shop.test"));
    }

    [Fact]
    public async Task Certificates_are_swapped_under_load_without_a_failed_request_or_a_dropped_connection()
    {
        await using var upstream = await TestUpstream.SayingAsync("x");
        await using var gateway = await TestGateway.StartAsync();
        var state = States.To(upstream.Backend);
        await gateway.ApplyAsync(state.WithCertificate("shop.test", TestTls.Secret("shop.test")));
        using var held = Client();
        await held.GetStringAsync(Https(gateway));
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 4).Select(_ => Task.Run(() => ReconnectUntilAsync(gateway, stop.Token))).ToArray();

        for (var i = 0; i < 20; i++)
        {
            await gateway.ApplyAsync(state.WithCertificate("shop.test", TestTls.Secret("shop.test")));
            await held.GetStringAsync(Https(gateway));
        }
        var last = TestTls.Secret("shop.test");
        await gateway.ApplyAsync(state.WithCertificate("shop.test", last));
        await stop.CancelAsync();

        Assert.All(await Task.WhenAll(clients), count => Assert.InRange(count, 1, int.MaxValue));
        await using var stream = await HandshakeAsync(gateway, "shop.test", SslProtocols.None);
        Assert.Equal(X509Certificate2.CreateFromPem(last.CertificatePem).Thumbprint, ((X509Certificate2)stream.RemoteCertificate!).Thumbprint);
    }

    private static async Task<int> ReconnectUntilAsync(TestGateway gateway, CancellationToken stop)
    {
        var count = 0;
        for (; count == 0 || !stop.IsCancellationRequested; count++)
        {
            using var client = Client();
            await client.GetStringAsync(Https(gateway), CancellationToken.None);
        }
        return count;
    }

    private static HttpState WithCertificates(params string[] names) =>
        names.Aggregate(HttpState.Empty, (state, name) => state.WithCertificate(name, TestTls.Secret(name)));

    private static Uri Https(TestGateway gateway) => new($"https://127.0.0.1:{gateway.HttpsPort}/");

    private static HttpClient Client() => new(new SocketsHttpHandler { SslOptions = TestTls.TrustAny("shop.test") });

    private static async Task<string> SubjectAsync(TestGateway gateway, string serverName)
    {
        await using var stream = await HandshakeAsync(gateway, serverName, SslProtocols.None);
        return stream.RemoteCertificate!.Subject;
    }

    private static async Task<SslStream> HandshakeAsync(TestGateway gateway, string serverName, SslProtocols protocols)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gateway.HttpsPort);
        var stream = new SslStream(client.GetStream());
        var options = TestTls.TrustAny(serverName);
        options.EnabledSslProtocols = protocols;
        options.ApplicationProtocols = [SslApplicationProtocol.Http2];
        await stream.AuthenticateAsClientAsync(options);
        return stream;
    }
}
