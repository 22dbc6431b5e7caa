using System.Net;
using System.Security.Cryptography;
using Gateway.KubernetesApi.Access;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.KubernetesApi.Access;

/// <summary>Who the gateway is to the server, as a kubeconfig writes it down.</summary>
public sealed class UserTests : IAsyncLifetime
{
    private readonly AccessScene _scene = new();
    private readonly TestPki _pki = new();
    private TestApiServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestApiServer.StartAsync(_pki.Server("127.0.0.1"));

    public async ValueTask DisposeAsync()
    {
        _scene.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_token()
    {
        await AccessScene.GetAsync(Open($"token: {AccessScene.Secret}"));

        Assert.Equal($"Bearer {AccessScene.Secret}", _server.Last.Authorization);
    }

    [Fact]
    public async Task A_token_that_looks_like_a_number()
    {
        await AccessScene.GetAsync(Open("token: 0123e45"));

        Assert.Equal("Bearer 0123e45", _server.Last.Authorization);
    }

    [Fact]
    public async Task A_token_file_has_the_say_over_a_token_and_is_read_again()
    {
        _scene.Folder.Write("token", $"{AccessScene.Secret}-1\n");
        var access = Open($"token: {AccessScene.Secret}, tokenFile: token");
        await AccessScene.GetAsync(access);
        _scene.Folder.Replace("token", $"{AccessScene.Secret}-2\n");
        _scene.Time.Advance(TimeSpan.FromSeconds(1));
        await AccessScene.GetAsync(access);

        Assert.Equal([$"Bearer {AccessScene.Secret}-1", $"Bearer {AccessScene.Secret}-2"], _server.Seen.Select(seen => seen.Authorization));
    }

    [Fact]
    public async Task A_name_and_a_password()
    {
        await AccessScene.GetAsync(Open($"username: jörg, password: \"{AccessScene.Secret}:x\""));

        Assert.Equal($"Basic {TestPki.Base64($"jörg:{AccessScene.Secret}:x")}", _server.Last.Authorization);
    }

    [Fact]
    public async Task Nobody()
    {
        await AccessScene.GetAsync(Open(""));

        Assert.Null(_server.Last.Authorization);
        Assert.Null(_server.Last.ClientCertificate);
    }

    [Theory]
    [InlineData("RSA PKCS#1")]
    [InlineData("RSA PKCS#8")]
    [InlineData("EC SEC1")]
    [InlineData("EC PKCS#8")]
    [InlineData("EC SEC1 behind its parameters")]
    [InlineData("EC P-384")]
    public async Task A_certificate(string kind)
    {
        var (certificate, key) = kind switch
        {
            "RSA PKCS#1" => _pki.Client("gateway", RSA.Create(2048), one => ((RSA)one).ExportRSAPrivateKeyPem()),
            "RSA PKCS#8" => _pki.Client("gateway", RSA.Create(2048)),
            "EC SEC1" => _pki.Client("gateway", null, one => ((ECDsa)one).ExportECPrivateKeyPem()),
            "EC PKCS#8" => _pki.Client("gateway"),
            "EC P-384" => _pki.Client("gateway", ECDsa.Create(ECCurve.NamedCurves.nistP384)),
            _ => _pki.Client("gateway", null, one => $"-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n{((ECDsa)one).ExportECPrivateKeyPem()}"),
        };

        await AccessScene.GetAsync(Open($"client-certificate-data: {TestPki.Base64(certificate)}, client-key-data: {TestPki.Base64(key)}"));
        Assert.Equal(("HTTP/2", "CN=gateway"), (_server.Last.Protocol, _server.Last.ClientCertificate));

        _scene.Folder.Write("tls/client.crt", certificate);
        _scene.Folder.Write("tls/client.key", key);
        await AccessScene.GetAsync(Open("client-certificate: tls/client.crt, client-key: tls/client.key"));
        Assert.Equal("CN=gateway", _server.Last.ClientCertificate);
    }

    [Fact]
    public async Task A_certificate_with_those_between_it_and_its_authority()
    {
        var middle = new TestPki("middle", _pki);
        var (certificate, key) = middle.Client("gateway");

        await AccessScene.GetAsync(Open($"client-certificate-data: {TestPki.Base64(certificate + "\n" + middle.Pem)}, client-key-data: {TestPki.Base64(key)}"));

        Assert.Equal("CN=gateway", _server.Last.ClientCertificate);
        Assert.Contains("CN=middle", _server.Last.ClientIssuers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_and_a_token_together()
    {
        var (certificate, key) = _pki.Client("gateway");

        await AccessScene.GetAsync(Open($"token: {AccessScene.Secret}, client-certificate-data: {TestPki.Base64(certificate)}, client-key-data: {TestPki.Base64(key)}"));

        Assert.Equal(($"Bearer {AccessScene.Secret}", "CN=gateway"), (_server.Last.Authorization, _server.Last.ClientCertificate));
    }

    [Fact]
    public async Task A_certificate_that_is_replaced_is_shown_on_a_new_connection()
    {
        Write("one");
        var access = Open("client-certificate: client.crt, client-key: client.key");
        await AccessScene.GetAsync(access);

        Write("two");
        await AccessScene.GetAsync(access);
        _scene.Time.Advance(TimeSpan.FromSeconds(1));
        await AccessScene.GetAsync(access);
        await AccessScene.GetAsync(access);

        Assert.Equal(["CN=one", "CN=one", "CN=two", "CN=two"], _server.Seen.Select(seen => seen.ClientCertificate));
        Assert.Equal(2, _server.Seen.DistinctBy(seen => seen.Connection).Count());
    }

    [Fact]
    public async Task A_certificate_that_is_refused_is_read_again_at_once()
    {
        Write("one");
        var access = Open("client-certificate: client.crt, client-key: client.key");
        _server.Serve = context =>
        {
            context.Response.StatusCode = context.Connection.ClientCertificate!.Subject == "CN=two" ? 200 : 401;
            return Task.CompletedTask;
        };
        Assert.Equal(HttpStatusCode.Unauthorized, await AccessScene.GetAsync(access));

        Write("two");

        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(access));
    }

    [Fact]
    public async Task A_certificate_whose_key_has_not_followed_yet_is_not_used()
    {
        Write("one");
        var access = Open("client-certificate: client.crt, client-key: client.key");
        var (certificate, key) = _pki.Client("two");
        _scene.Folder.Replace("client.crt", certificate);
        _scene.Time.Advance(TimeSpan.FromSeconds(1));
        await AccessScene.GetAsync(access);
        _scene.Folder.Replace("client.key", key);
        _scene.Time.Advance(TimeSpan.FromSeconds(1));
        await AccessScene.GetAsync(access);

        Assert.Equal(["CN=one", "CN=two"], _server.Seen.Select(seen => seen.ClientCertificate));
        Assert.Contains("does not belong to", _scene.Log.Lines[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_is_open_goes_on_when_the_certificate_is_replaced()
    {
        var more = new TaskCompletionSource();
        _server.Serve = async context =>
        {
            await context.Response.WriteAsync("first ");
            await context.Response.Body.FlushAsync();
            await more.Task;
            await context.Response.WriteAsync("second");
        };
        Write("one");
        var access = Open("client-certificate: client.crt, client-key: client.key");
        using var request = new HttpRequestMessage(HttpMethod.Get, access.Server) { Version = HttpVersion.Version20 };
        using var response = await access.Http.SendAsync(request, CancellationToken.None);

        Write("two");
        _server.Serve = _ => Task.CompletedTask;
        _scene.Time.Advance(TimeSpan.FromSeconds(1));
        await AccessScene.GetAsync(access);
        // Long enough for the connections before to have been let go of.
        _scene.Time.Advance(TimeSpan.FromMinutes(10));
        more.SetResult();

        Assert.Equal("first second", await response.Content.ReadAsStringAsync());
        Assert.Equal("CN=two", _server.Last.ClientCertificate);
    }

    [Fact]
    public async Task Somebody_else_in_whose_place_is_asked()
    {
        await AccessScene.GetAsync(Open($$"""token: {{AccessScene.Secret}}, as: "jörg", as-uid: 7, as-groups: ["b c"], as-user-extra: { "example.org/scope": [x] }"""));

        var headers = _server.Last.Headers;
        Assert.Equal("jörg", headers["Impersonate-User"]);
        Assert.Equal("7", headers["Impersonate-Uid"]);
        Assert.Equal("b c", headers["Impersonate-Group"].ToString());
        Assert.Equal("x", headers["Impersonate-Extra-example.org%2Fscope"].ToString());
    }

    [Fact]
    public async Task Nothing_that_holds_a_credential_prints_it()
    {
        var (certificate, key) = _pki.Client("gateway");
        var access = Open($"token: {AccessScene.Secret}, client-certificate-data: {TestPki.Base64(certificate)}, client-key-data: {TestPki.Base64(key)}");
        await AccessScene.GetAsync(access);

        var printed = PrintedParts.Of(access, "Gateway.KubernetesApi");

        Assert.True(printed.Count > 5, "the parts were not found");
        Assert.DoesNotContain(printed, text => text.Contains(AccessScene.Secret, StringComparison.Ordinal) || text.Contains("PRIVATE", StringComparison.Ordinal));
    }

    private void Write(string name)
    {
        var (certificate, key) = _pki.Client(name);
        _scene.Folder.Replace("client.crt", certificate);
        _scene.Folder.Replace("client.key", key);
    }

    private ClusterAccess Open(string user) => _scene.Open(AccessScene.Yaml(_server.Url, $"certificate-authority-data: {_pki.Data}", user));
}
