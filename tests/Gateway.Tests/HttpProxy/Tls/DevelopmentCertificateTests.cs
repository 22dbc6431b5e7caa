using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Gateway.HttpProxy.Tls;
using Gateway.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.HttpProxy.Tls;

public sealed class DevelopmentCertificateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-ca-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("shop.localhost", "shop.localhost")]
    [InlineData("shop.default.localhost", "shop.default.localhost")]
    [InlineData("", "127.0.0.1")]
    [InlineData("localhost", "localhost")]
    public async Task A_name_without_a_certificate_gets_one_that_the_authority_vouches_for(string serverName, string expected)
    {
        await using var gateway = await StartAsync();
        using var authority = X509CertificateLoader.LoadCertificateFromFile(gateway.Services.GetRequiredService<DevelopmentCertificateAuthority>().CertificatePath);
        using var leaf = await HandshakeAsync(gateway, serverName);

        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck } };
        Assert.True(chain.Build(leaf), string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation)));
        Assert.True(leaf.MatchesHostname(expected));
        Assert.InRange(leaf.NotAfter - leaf.NotBefore, TimeSpan.FromDays(90), TimeSpan.FromDays(398));
    }

    [Fact]
    public async Task A_configured_certificate_wins()
    {
        await using var gateway = await StartAsync();
        await gateway.ApplyAsync(HttpState.Empty.WithCertificate("shop.localhost", TestTls.Secret("configured")));
        using var leaf = await HandshakeAsync(gateway, "shop.localhost");
        Assert.Equal("CN=configured", leaf.Subject);
    }

    [Fact]
    public async Task A_name_keeps_its_certificate()
    {
        await using var gateway = await StartAsync();
        using var first = await HandshakeAsync(gateway, "shop.localhost");
        using var second = await HandshakeAsync(gateway, "SHOP.localhost");
        Assert.Equal(first.Thumbprint, second.Thumbprint);
    }

    [Fact]
    public void The_authority_is_made_once_and_its_key_is_for_its_owner_alone()
    {
        var first = DevelopmentCertificateAuthority.Open(_folder, TimeProvider.System);
        var made = File.ReadAllText(first.CertificatePath);
        var second = DevelopmentCertificateAuthority.Open(_folder, TimeProvider.System);
        Assert.Equal(made, File.ReadAllText(second.CertificatePath));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "ca.key")));
    }

    [Theory]
    [InlineData("ca.crt", "")]
    [InlineData("ca.key", "not a key")]
    [InlineData("ca.key", null)]
    public void An_authority_that_cannot_be_read_is_made_anew(string file, string? content)
    {
        var before = File.ReadAllText(DevelopmentCertificateAuthority.Open(_folder, TimeProvider.System).CertificatePath);
        File.Delete(Path.Combine(_folder, file));
        if (content is not null)
            File.WriteAllText(Path.Combine(_folder, file), content);
        var after = File.ReadAllText(DevelopmentCertificateAuthority.Open(_folder, TimeProvider.System).CertificatePath);
        Assert.NotEqual(before, after);
    }

    [Fact]
    public async Task Where_the_folder_cannot_be_written_the_gateway_runs_with_a_warning()
    {
        var file = Path.Combine(_folder, "a-file");
        await File.WriteAllTextAsync(file, "");
        await using var gateway = await TestGateway.StartAsync(options => options with { DevelopmentCertificates = true, DevelopmentCertificateFolder = Path.Combine(file, "sub") });
        using var leaf = await HandshakeAsync(gateway, "shop.localhost");
        Assert.Equal("CN=gateway.invalid", leaf.Subject);
        Assert.Contains(gateway.Log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains(file, StringComparison.Ordinal));
    }

    private Task<TestGateway> StartAsync() => TestGateway.StartAsync(options => options with { DevelopmentCertificates = true, DevelopmentCertificateFolder = _folder });

    private static async Task<X509Certificate2> HandshakeAsync(TestGateway gateway, string serverName)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gateway.HttpsPort);
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(TestTls.TrustAny(serverName));
        return X509CertificateLoader.LoadCertificate(stream.RemoteCertificate!.GetRawCertData());
    }
}
