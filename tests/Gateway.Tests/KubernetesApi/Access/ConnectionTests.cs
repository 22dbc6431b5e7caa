using System.Net;
using Gateway.KubernetesApi.Access;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.KubernetesApi.Access;

/// <summary>How requests share connections, and which way these take.</summary>
public sealed class ConnectionTests : IAsyncLifetime
{
    private readonly AccessScene _scene = new();
    private readonly TestPki _pki = new();
    private TestApiServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestApiServer.StartAsync(_pki.Server("127.0.0.1", "api.test"));

    public async ValueTask DisposeAsync()
    {
        _scene.Dispose();
        await _server.DisposeAsync();
    }

    // Kestrel allows 100 streams on a connection, as a default API server does.
    [Theory]
    [InlineData(100, 1)]
    [InlineData(130, 2)]
    public async Task Requests_share_a_connection_up_to_what_the_server_takes_on_it(int requests, int connections)
    {
        var open = 0;
        var all = new TaskCompletionSource();
        _server.Serve = async context =>
        {
            await context.Response.StartAsync();
            if (Interlocked.Increment(ref open) == requests)
                all.SetResult();
            await all.Task;
        };
        var access = Open();

        var statuses = await Task.WhenAll(Enumerable.Range(0, requests).Select(_ => AccessScene.GetAsync(access))).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(connections, _server.Seen.DistinctBy(seen => seen.Connection).Count());
        Assert.All(_server.Seen, seen => Assert.Equal("HTTP/2", seen.Protocol));
    }

    [Fact]
    public async Task Redirects_are_not_followed_and_cookies_not_kept()
    {
        _server.Serve = context =>
        {
            context.Response.Headers.SetCookie = "a=b";
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };
        var access = Open();

        Assert.Equal(HttpStatusCode.Redirect, await AccessScene.GetAsync(access));
        Assert.Equal(HttpStatusCode.Redirect, await AccessScene.GetAsync(access));
        Assert.False(_server.Last.Headers.ContainsKey("Cookie"));
        Assert.False(_server.Last.Headers.ContainsKey("Accept-Encoding"));
        Assert.Equal(2, _server.Seen.Length);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_without_a_credential()
    {
        var url = _server.Url;
        await _server.DisposeAsync();

        Assert.Contains("refused", await AccessScene.FailureAsync(_scene.Open(AccessScene.Yaml(url, $"certificate-authority-data: {_pki.Data}", $"token: {AccessScene.Secret}"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    [InlineData("socks5")]
    public async Task The_cluster_s_proxy_leads_to_the_server(string scheme)
    {
        await using var proxy = TestProxy.Start(scheme, _server.Port, scheme == "https" ? _pki.Server("127.0.0.1") : null);
        // The proxy alone knows where this name is.
        var access = _scene.Open(AccessScene.Yaml("https://api.test:6443", $"certificate-authority-data: {_pki.Data}, proxy-url: \"{scheme}://127.0.0.1:{proxy.Port}\"", $"token: {AccessScene.Secret}"));

        if (scheme == "https")
        {
            // The cluster's authority says nothing about a proxy, and nobody else knows this one.
            Assert.StartsWith("the certificate of the proxy 127.0.0.1 is not trusted", await AccessScene.FailureAsync(access), StringComparison.Ordinal);
            return;
        }
        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(access));
        Assert.Equal("api.test:6443", Assert.Single(proxy.Targets));
        Assert.Equal(("HTTP/2", "api.test:6443"), (_server.Last.Protocol, _server.Last.Host));
    }

    [Fact]
    public async Task A_proxy_gets_the_password_that_its_URL_holds()
    {
        await using var proxy = TestProxy.Start("http", _server.Port);
        proxy.Authorization = $"Basic {TestPki.Base64($"u:{AccessScene.Secret}@1")}";
        var access = _scene.Open(AccessScene.Yaml("https://api.test:6443", $"certificate-authority-data: {_pki.Data}, proxy-url: \"http://u:{AccessScene.Secret}%401@127.0.0.1:{proxy.Port}\""));

        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(access));
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_told_without_the_password()
    {
        await using var proxy = TestProxy.Start("http", _server.Port);
        proxy.Authorization = "Basic other";

        Assert.Contains("407", await AccessScene.FailureAsync(_scene.Open(
            AccessScene.Yaml("https://api.test:6443", $"certificate-authority-data: {_pki.Data}, proxy-url: \"http://u:{AccessScene.Secret}@127.0.0.1:{proxy.Port}\""))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_proxy_of_the_environment_is_used_where_the_cluster_has_none()
    {
        await using var proxy = TestProxy.Start("http", _server.Port);
        _scene.Variables["HTTPS_PROXY"] = $"127.0.0.1:{proxy.Port}";
        var access = _scene.Open(AccessScene.Yaml("https://api.test:6443", $"certificate-authority-data: {_pki.Data}"));
        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(access));

        _scene.Variables["NO_PROXY"] = "10.0.0.0/8,127.0.0.0/8";
        var direct = Open();
        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(direct));
        Assert.Single(proxy.Targets);
    }

    [Fact]
    public async Task What_is_closed_sends_no_more()
    {
        var access = Open();
        await AccessScene.GetAsync(access);
        access.Dispose();

        await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => AccessScene.GetAsync(access));
        access.Dispose();
    }

    private ClusterAccess Open() => _scene.Open(AccessScene.Yaml(_server.Url, $"certificate-authority-data: {_pki.Data}"));
}
