using System.Net;
using Gateway.Tests.Manifests;

namespace Gateway.Tests.KubernetesApi.Access;

/// <summary>In a pod, by the files that the kubelet keeps there.</summary>
public sealed class ServiceAccountTests : IDisposable
{
    private readonly AccessScene _scene = new();
    private readonly TestPki _pki = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task The_server_is_asked_with_the_pod_s_token()
    {
        await using var server = await TestApiServer.StartAsync(_pki.Server("127.0.0.1"));
        _scene.WriteServiceAccount("127.0.0.1", server.Port, _pki.Pem, $"{AccessScene.Secret}-1\n");

        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(_scene.OpenAt(null)));
        Assert.Equal(("HTTP/2", $"Bearer {AccessScene.Secret}-1", $"127.0.0.1:{server.Port}"), (server.Last.Protocol, server.Last.Authorization, server.Last.Host));
    }

    [Fact]
    public async Task An_IPv6_cluster_is_asked_by_its_literal_address()
    {
        await using var server = await TestApiServer.StartAsync(_pki.Server("::1"), address: IPAddress.IPv6Loopback);
        _scene.WriteServiceAccount("::1", server.Port, _pki.Pem, AccessScene.Secret);

        var access = _scene.OpenAt(null);

        Assert.Equal($"cluster at https://[::1]:{server.Port} (service account)", access.Description);
        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(access));
        Assert.Equal($"[::1]:{server.Port}", server.Last.Host);
    }

    [Fact]
    public async Task A_token_is_read_again_when_the_kubelet_has_swapped_its_links()
    {
        await using var server = await TestApiServer.StartAsync(_pki.Server("127.0.0.1"));
        Rotate("t1", server.Port);
        var access = _scene.OpenAt(null);
        await AccessScene.GetAsync(access);

        Rotate("t2", server.Port);
        await AccessScene.GetAsync(access);
        Assert.Equal($"Bearer {AccessScene.Secret}-t1", server.Last.Authorization);

        _scene.Time.Advance(TimeSpan.FromSeconds(1));
        await AccessScene.GetAsync(access);
        Assert.Equal($"Bearer {AccessScene.Secret}-t2", server.Last.Authorization);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_read_again_at_once_and_the_request_sent_once_more()
    {
        await using var server = await TestApiServer.StartAsync(_pki.Server("127.0.0.1"));
        Rotate("t1", server.Port);
        server.Accept($"Bearer {AccessScene.Secret}-t2");
        var access = _scene.OpenAt(null);
        Rotate("t2", server.Port);

        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(access, content: new StringContent("{\"a\":1}")));
        Assert.Equal([$"Bearer {AccessScene.Secret}-t1", $"Bearer {AccessScene.Secret}-t2"], server.Seen.Select(seen => seen.Authorization));
        Assert.All(server.Seen, seen => Assert.Equal("{\"a\":1}", seen.Body));
    }

    [Fact]
    public async Task A_body_that_comes_as_a_stream_is_sent_twice_too()
    {
        await using var server = await TestApiServer.StartAsync(_pki.Server("127.0.0.1"));
        Rotate("t1", server.Port);
        server.Accept($"Bearer {AccessScene.Secret}-t2");
        var access = _scene.OpenAt(null);
        Rotate("t2", server.Port);

        using var file = File.OpenRead(_scene.Folder.Write("body", "streamed"));
        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(access, content: new StreamContent(file)));
        Assert.Equal(["streamed", "streamed"], server.Seen.Select(seen => seen.Body));
    }

    [Fact]
    public async Task A_refusal_that_no_other_token_answers_is_passed_on()
    {
        await using var server = await TestApiServer.StartAsync(_pki.Server("127.0.0.1"));
        _scene.WriteServiceAccount("127.0.0.1", server.Port, _pki.Pem, $"{AccessScene.Secret}-1");
        server.Accept("nobody");

        Assert.Equal(HttpStatusCode.Unauthorized, await AccessScene.GetAsync(_scene.OpenAt(null)));
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task A_token_file_that_is_gone_for_a_moment_leaves_the_token_that_was_read()
    {
        await using var server = await TestApiServer.StartAsync(_pki.Server("127.0.0.1"));
        _scene.WriteServiceAccount("127.0.0.1", server.Port, _pki.Pem, $"{AccessScene.Secret}-1");
        var access = _scene.OpenAt(null);
        File.Delete(Path.Combine(_scene.ServiceAccount, "token"));

        for (var second = 0; second < 3; second++)
        {
            _scene.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(access));
        }
        Assert.Equal([$"token {_scene.ServiceAccount}/token is not there; what was read before stays in use"], _scene.Log.Lines.Select(line => line.Text));

        _scene.Folder.Write("serviceaccount/token", $"{AccessScene.Secret}-2");
        _scene.Time.Advance(TimeSpan.FromSeconds(1));
        await AccessScene.GetAsync(access);
        Assert.Equal($"Bearer {AccessScene.Secret}-2", server.Last.Authorization);
        Assert.EndsWith("can be used again", _scene.Log.Lines[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_authority_that_is_replaced_is_used_for_the_next_connection()
    {
        var next = new TestPki("next-ca");
        await using var server = await TestApiServer.StartAsync(next.Server("127.0.0.1"));
        _scene.WriteServiceAccount("127.0.0.1", server.Port, _pki.Pem, AccessScene.Secret);
        var access = _scene.OpenAt(null);
        Assert.Equal($"https://127.0.0.1:{server.Port} has a certificate that the cluster's certificate authority did not sign", await AccessScene.FailureAsync(access));

        _scene.Folder.Write("serviceaccount/ca.crt", _pki.Pem + "\n" + next.Pem);

        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(access));
    }

    [Fact]
    public void What_is_missing_in_a_pod_is_told_all_at_once()
    {
        _scene.Variables["KUBERNETES_SERVICE_HOST"] = "10.96.0.1";
        _scene.Variables["KUBERNETES_SERVICE_PORT"] = "https";

        Assert.Equal(
            [
                "service account: KUBERNETES_SERVICE_PORT is not a port",
                $"service account: certificate authority {_scene.ServiceAccount}/ca.crt is not there",
                $"service account: token {_scene.ServiceAccount}/token is not there",
            ],
            _scene.ProblemsAt(null));
    }

    [Fact]
    public void A_pod_without_a_namespace_file_has_no_namespace()
    {
        _scene.WriteServiceAccount("a b", 443, _pki.Pem, AccessScene.Secret);
        Assert.Equal(["service account: KUBERNETES_SERVICE_HOST is not a host"], _scene.ProblemsAt(null));

        _scene.WriteServiceAccount("10.96.0.1", 443, _pki.Pem, AccessScene.Secret);
        File.Delete(Path.Combine(_scene.ServiceAccount, "namespace"));
        Assert.Null(_scene.OpenAt(null).Namespace);
    }

    /// <summary>What the kubelet does: a new folder, and then one rename of the link that all files are reached through.</summary>
    private void Rotate(string version, int port)
    {
        _scene.Variables["KUBERNETES_SERVICE_HOST"] = "127.0.0.1";
        _scene.Variables["KUBERNETES_SERVICE_PORT"] = $"{port}";
        var root = _scene.ServiceAccount;
        _scene.Folder.Write($"serviceaccount/..{version}/token", $"{AccessScene.Secret}-{version}");
        _scene.Folder.Write($"serviceaccount/..{version}/ca.crt", _pki.Pem);
        File.CreateSymbolicLink(Path.Combine(root, "..data_tmp"), $"..{version}");
        TemporaryFolder.RenameLink(Path.Combine(root, "..data_tmp"), Path.Combine(root, "..data"));
        foreach (var name in new[] { "token", "ca.crt" })
            if (!File.Exists(Path.Combine(root, name)))
                File.CreateSymbolicLink(Path.Combine(root, name), $"..data/{name}");
    }
}
