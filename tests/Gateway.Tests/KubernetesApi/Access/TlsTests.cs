using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Tests.KubernetesApi.Access;

/// <summary>Which servers are taken for the one that was asked for.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly AccessScene _scene = new();
    private readonly TestPki _pki = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_server_that_the_authority_signed_is_trusted()
    {
        await using var server = await TestApiServer.StartAsync(_pki.Server("127.0.0.1"));

        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(Open(server)));
    }

    [Fact]
    public async Task A_certificate_that_vouches_for_itself_can_be_the_authority()
    {
        var own = Gateway.HttpProxy.Tls.IssuedCertificate.BuildServer(["127.0.0.1"], null, DateTimeOffset.UtcNow, TimeSpan.FromDays(1));
        await using var server = await TestApiServer.StartAsync(own);

        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(Open(server, TestPki.Base64(own.ExportCertificatePem()))));
    }

    [Fact]
    public async Task Intermediate_certificates_that_the_server_shows_lead_to_the_authority()
    {
        var middle = new TestPki("middle", _pki);
        await using var server = await TestApiServer.StartAsync(_pki.Server("127.0.0.1"));
        server.Show(middle.Server("127.0.0.1"), middle.Certificate);

        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(Open(server)));
    }

    [Fact]
    public async Task An_authority_may_itself_be_vouched_for_by_one_that_nobody_knows()
    {
        var middle = new TestPki("middle", _pki);
        await using var server = await TestApiServer.StartAsync(middle.Server("127.0.0.1"));

        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(Open(server, middle.Data)));

        server.Show(middle.Server("127.0.0.1"), middle.Certificate, _pki.Certificate);
        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(Open(server, middle.Data)));
    }

    [Theory]
    [InlineData(true, "did not sign")]
    [InlineData(false, "has a certificate that cannot be used: ")]
    public async Task An_authority_that_is_only_shown_vouches_for_nothing(bool saysWhichKey, string reason)
    {
        // The same name, another key: the chain that is shown has the authority in it, and its signature is none of the authority's.
        var middle = new TestPki("middle", _pki);
        var impostor = new TestPki("middle", _pki);
        await using var server = await TestApiServer.StartAsync(_pki.Server("127.0.0.1"));
        server.Show(saysWhichKey ? impostor.Server("127.0.0.1") : impostor.BareServer("127.0.0.1"), middle.Certificate, _pki.Certificate);

        Assert.Contains(reason, await AccessScene.FailureAsync(Open(server, middle.Data)), StringComparison.Ordinal);
        Assert.Contains(reason, await AccessScene.FailureAsync(Open(server)), StringComparison.Ordinal);
        Assert.Empty(server.Seen);

        server.Show(saysWhichKey ? middle.Server("127.0.0.1") : middle.BareServer("127.0.0.1"), middle.Certificate, _pki.Certificate);
        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(Open(server, middle.Data)));
    }

    [Fact]
    public async Task A_server_certificate_may_not_sign_others()
    {
        var leaf = _pki.Server("127.0.0.1");
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=below", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var below = request
            .Create(leaf.SubjectName, X509SignatureGenerator.CreateForECDsa(leaf.GetECDsaPrivateKey()!), new DateTimeOffset(leaf.NotBefore), new DateTimeOffset(leaf.NotAfter), [1, 2, 3])
            .CopyWithPrivateKey(key);
        await using var server = await TestApiServer.StartAsync(below);
        server.Show(below, leaf);

        Assert.StartsWith($"{server.Url} has a certificate that cannot be used: ", await AccessScene.FailureAsync(Open(server)), StringComparison.Ordinal);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task A_server_of_another_authority_is_refused()
    {
        await using var server = await TestApiServer.StartAsync(new TestPki().Server("127.0.0.1"));

        Assert.Equal($"{server.Url} has a certificate that the cluster's certificate authority did not sign", await AccessScene.FailureAsync(Open(server)));
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task A_server_that_only_the_system_could_know_is_refused()
    {
        await using var server = await TestApiServer.StartAsync(_pki.Server("127.0.0.1"));

        Assert.StartsWith($"{server.Url} has a certificate that the system does not trust:", await AccessScene.FailureAsync(_scene.Open(AccessScene.Yaml(server.Url))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused()
    {
        await using var server = await TestApiServer.StartAsync(_pki.Server("kubernetes", "10.96.0.1"));

        Assert.Equal($"{server.Url} has a certificate for kubernetes, 10.96.0.1, and not for 127.0.0.1", await AccessScene.FailureAsync(Open(server)));
    }

    [Fact]
    public async Task An_expired_certificate_is_refused()
    {
        await using var server = await TestApiServer.StartAsync(_pki.ExpiredServer("127.0.0.1"));

        Assert.Contains("certificate has expired", await AccessScene.FailureAsync(Open(server)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_server_is_taken_where_that_is_asked_for()
    {
        await using var server = await TestApiServer.StartAsync(new TestPki().ExpiredServer("10.0.0.1"));

        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(_scene.Open(AccessScene.Yaml(server.Url, "insecure-skip-tls-verify: true"))));
    }

    [Fact]
    public async Task A_name_for_TLS_is_asked_for_and_looked_for()
    {
        await using var server = await TestApiServer.StartAsync(_pki.Server("kubernetes.test"));

        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(Open(server, cluster: "tls-server-name: kubernetes.test")));
        Assert.Equal(["kubernetes.test"], server.ServerNames);

        Assert.Equal($"{server.Url} has a certificate for kubernetes.test, and not for other.test", await AccessScene.FailureAsync(Open(server, cluster: "tls-server-name: other.test")));
    }

    [Fact]
    public void Nothing_below_TLS_1_2_is_spoken()
    {
        var options = new Gateway.KubernetesApi.Access.ServerTrust(new() { Server = new("https://127.0.0.1") }).BuildOptions(null);

        Assert.Equal(System.Security.Authentication.SslProtocols.Tls12 | System.Security.Authentication.SslProtocols.Tls13, options.EnabledSslProtocols);
    }

    [Fact]
    public async Task A_server_that_has_no_HTTP_2_is_asked_in_HTTP_1()
    {
        await using var server = await TestApiServer.StartAsync(_pki.Server("127.0.0.1"), protocols: Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http1);

        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(Open(server)));
        Assert.Equal("HTTP/1.1", server.Last.Protocol);
    }

    [Fact]
    public async Task A_server_without_TLS_gets_no_credential()
    {
        await using var server = await TestApiServer.StartAsync(null, protocols: Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http1);

        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(_scene.Open(AccessScene.Yaml(server.Url, "", $"token: {AccessScene.Secret}, as: u"))));
        Assert.Null(server.Last.Authorization);
        Assert.False(server.Last.Headers.ContainsKey("Impersonate-User"));
    }

    private Gateway.KubernetesApi.Access.ClusterAccess Open(TestApiServer server, string? authority = null, string cluster = "") =>
        _scene.Open(AccessScene.Yaml(server.Url, $"certificate-authority-data: {authority ?? _pki.Data}, {cluster}"));
}
