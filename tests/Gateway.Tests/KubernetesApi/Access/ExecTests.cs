using System.Net;
using System.Text.Json;
using Gateway.KubernetesApi.Access;

namespace Gateway.Tests.KubernetesApi.Access;

/// <summary>Credentials of plugins: small shell scripts, called as real ones are.</summary>
public sealed class ExecTests : IAsyncLifetime
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

    private string Config => _scene.Folder.Combine("config");

    private int Calls => File.Exists(_scene.Folder.Combine("calls")) ? File.ReadAllLines(_scene.Folder.Combine("calls")).Length : 0;

    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    public async Task A_token_of_a_plugin_is_used_for_all_requests(string version)
    {
        Answer(Token("1"), version);
        var access = Open(version: version);

        await AccessScene.GetAsync(access);
        await AccessScene.GetAsync(access);

        Assert.All(_server.Seen, seen => Assert.Equal($"Bearer {AccessScene.Secret}-1", seen.Authorization));
        Assert.Equal(1, Calls);
    }

    [Fact]
    public async Task A_certificate_of_a_plugin_is_shown()
    {
        Answer(Certificate("one"));
        var access = Open();
        await AccessScene.GetAsync(access);

        Assert.Equal("CN=one", _server.Last.ClientCertificate);
        Assert.Null(_server.Last.Authorization);
    }

    [Fact]
    public async Task A_plugin_is_told_what_is_asked_of_it()
    {
        Answer(Token("1"));
        _scene.Variables["GIVEN"] = "from the gateway";
        _scene.Variables["OVER"] = "gateway";
        _scene.Folder.Write("ca.pem", _pki.Pem);
        var access = Open(
            "args: [one, \"two three\"], env: [{ name: OVER, value: kubeconfig }, { name: NONE }], provideClusterInfo: true",
            cluster: $"certificate-authority: ca.pem, tls-server-name: 127.0.0.1, extensions: [{{ name: client.authentication.k8s.io/exec, extension: {{ audience: a, depth: 3 }} }}]",
            script: $$"""printf '%s\n' "$KUBERNETES_EXEC_INFO" >{{_scene.Folder.Combine("told")}}; printf '%s|' "$@" "$GIVEN" "$OVER" "${NONE-unset}" "$(cat)" >{{_scene.Folder.Combine("given")}}""");

        await AccessScene.GetAsync(access);

        Assert.Equal("one|two three|from the gateway|kubeconfig|||", File.ReadAllText(_scene.Folder.Combine("given")));
        using var told = JsonDocument.Parse(File.ReadAllText(_scene.Folder.Combine("told")));
        Assert.Equal(("client.authentication.k8s.io/v1", "ExecCredential"), (told.RootElement.GetProperty("apiVersion").GetString(), told.RootElement.GetProperty("kind").GetString()));
        var spec = told.RootElement.GetProperty("spec");
        Assert.False(spec.GetProperty("interactive").GetBoolean());
        var cluster = spec.GetProperty("cluster");
        Assert.Equal(_server.Url, cluster.GetProperty("server").GetString());
        Assert.Equal(_pki.Data, cluster.GetProperty("certificate-authority-data").GetString());
        Assert.Equal("127.0.0.1", cluster.GetProperty("tls-server-name").GetString());
        Assert.Equal("{\"audience\":\"a\",\"depth\":3}", cluster.GetProperty("config").GetRawText());
    }

    [Fact]
    public async Task A_plugin_is_not_told_of_the_cluster_unless_it_asks()
    {
        Answer(Token("1"));
        await AccessScene.GetAsync(Open(script: $"printf '%s' \"$KUBERNETES_EXEC_INFO\" >{_scene.Folder.Combine("told")}"));

        Assert.DoesNotContain("cluster", File.ReadAllText(_scene.Folder.Combine("told")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plugins/plugin")]
    [InlineData("plugin")]
    public async Task A_plugin_is_found_beside_the_kubeconfig_or_on_the_PATH(string command)
    {
        Answer(Token("1"));
        Directory.CreateDirectory(_scene.Folder.Combine("plugins"));
        File.CreateSymbolicLink(_scene.Folder.Combine("plugins/plugin"), "/bin/sh");
        _scene.Variables["PATH"] = $"/absent:{_scene.Folder.Combine("plugins")}:{_scene.Variables["PATH"]}";

        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(Open(command: command)));
        Assert.Equal($"Bearer {AccessScene.Secret}-1", _server.Last.Authorization);
    }

    [Fact]
    public async Task A_credential_is_renewed_shortly_before_it_expires()
    {
        Answer(Token("1", _scene.Time.GetUtcNow().AddMinutes(10)));
        var access = Open();
        await AccessScene.GetAsync(access);
        Answer(Token("2", _scene.Time.GetUtcNow().AddMinutes(30)));

        _scene.Time.Advance(TimeSpan.FromMinutes(10) - ExecCredentials.Early - TimeSpan.FromSeconds(1));
        await AccessScene.GetAsync(access);
        Assert.Equal($"Bearer {AccessScene.Secret}-1", _server.Last.Authorization);

        _scene.Time.Advance(TimeSpan.FromSeconds(1));
        await AccessScene.GetAsync(access);
        Assert.Equal($"Bearer {AccessScene.Secret}-2", _server.Last.Authorization);
        Assert.Equal(2, Calls);
    }

    [Fact]
    public async Task A_plugin_that_keeps_its_credential_to_the_end_is_not_called_for_every_request()
    {
        Answer(Token("1", _scene.Time.GetUtcNow().AddSeconds(20)));
        var access = Open();

        for (var second = 0; second < 20; second++)
        {
            await AccessScene.GetAsync(access);
            _scene.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, Calls);
    }

    [Fact]
    public async Task A_credential_that_is_refused_is_renewed_at_once_and_the_request_sent_once_more()
    {
        Answer(Token("1"));
        var access = Open();
        await AccessScene.GetAsync(access);
        _scene.Time.Advance(ExecCredentials.Pause);
        _server.Accept($"Bearer {AccessScene.Secret}-2");
        Answer(Token("2"));

        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(access, content: new StringContent("body")));
        Assert.Equal(["", "body", "body"], _server.Seen.Select(seen => seen.Body));
        Assert.Equal(2, Calls);
    }

    [Fact]
    public async Task A_certificate_that_is_refused_is_renewed_on_a_new_connection()
    {
        Answer(Certificate("one"));
        var access = Open();
        await AccessScene.GetAsync(access);
        _scene.Time.Advance(ExecCredentials.Pause);
        _server.Serve = context =>
        {
            context.Response.StatusCode = context.Connection.ClientCertificate!.Subject == "CN=two" ? 200 : 401;
            return Task.CompletedTask;
        };
        Answer(Certificate("two"));

        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(access));
        Assert.Equal(["CN=one", "CN=one", "CN=two"], _server.Seen.Select(seen => seen.ClientCertificate));
    }

    [Fact]
    public async Task A_hundred_requests_at_once_call_the_plugin_once()
    {
        Answer(Token("1"));
        var access = Open(script: $"while [ ! -e {_scene.Folder.Combine("go")} ]; do sleep 0.02; done");
        var requests = Enumerable.Range(0, 100).Select(_ => AccessScene.GetAsync(access)).ToArray();
        _scene.Folder.Write("go", "");
        await Task.WhenAll(requests);
        Assert.Equal(1, Calls);

        // So do a hundred that are refused at once.
        _scene.Time.Advance(ExecCredentials.Pause);
        Answer(Token("2"));
        _server.Accept($"Bearer {AccessScene.Secret}-2");
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => AccessScene.GetAsync(access))), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(2, Calls);
    }

    [Fact]
    public async Task A_server_that_refuses_whatever_the_plugin_gives_does_not_keep_it_running()
    {
        Answer(Token("1"));
        var access = Open();
        _server.Accept("nobody");

        for (var round = 0; round < 20; round++)
            Assert.Equal(HttpStatusCode.Unauthorized, await AccessScene.GetAsync(access));
        Assert.Equal(1, Calls);

        _scene.Time.Advance(ExecCredentials.Pause);
        Assert.Equal(HttpStatusCode.Unauthorized, await AccessScene.GetAsync(access));
        Assert.Equal(2, Calls);
    }

    [Fact]
    public async Task A_request_that_is_given_up_leaves_the_plugin_to_the_others()
    {
        Answer(Token("1"));
        var access = Open(script: $"while [ ! -e {_scene.Folder.Combine("go")} ]; do sleep 0.02; done");
        using var giveUp = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, access.Server);
        var first = access.Http.SendAsync(request, giveUp.Token);
        var second = AccessScene.GetAsync(access);

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _scene.Folder.Write("go", "");

        Assert.Equal(HttpStatusCode.OK, await second);
        Assert.Equal(1, Calls);
    }

    [Fact]
    public async Task A_renewal_that_fails_leaves_the_credential_until_it_expires()
    {
        Answer(Token("1", _scene.Time.GetUtcNow().AddMinutes(10)));
        var access = Open();
        await AccessScene.GetAsync(access);
        _scene.Folder.Write("answer", "");

        _scene.Time.Advance(TimeSpan.FromMinutes(10) - ExecCredentials.Early);
        for (var round = 0; round < 3; round++)
            Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(access));
        Assert.Equal(2, Calls);
        Assert.StartsWith($"{Config}: context \"dev\": user \"u1\": exec.command /bin/sh printed", Assert.Single(_scene.Log.Lines).Text, StringComparison.Ordinal);

        _scene.Time.Advance(ExecCredentials.Early);
        Assert.Contains("exec.command /bin/sh printed what is no ExecCredential", await AccessScene.FailureAsync(access), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_failed_is_not_called_again_by_everybody_at_once()
    {
        _scene.Folder.Write("answer", "");
        var access = Open();

        for (var round = 0; round < 10; round++)
            await AccessScene.FailureAsync(access);
        Assert.Equal(1, Calls);

        Answer(Token("1"));
        _scene.Time.Advance(ExecCredentials.Pause);
        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(access));
    }

    public static TheoryData<string, string> Failures => new()
    {
        { "echo not today >&2; exit 3", "ended with exit code 3: not today" },
        { "printf '\\033[31mred\\033[0m\\nand more' >&2; exit 1", "ended with exit code 1: [31mred [0m and more" },
        { "echo s3cr3t; exit 1", "ended with exit code 1" },
        { "echo s3cr3t", "printed what is no ExecCredential, at $" },
        { "echo '\"s3cr3t\"'", "printed what is no ExecCredential, at $" },
        { "echo 'null'", "printed no ExecCredential" },
        { "echo '{\"kind\":\"Secret\",\"s3cr3t\":1}'; echo hint >&2", "printed no ExecCredential: hint" },
        { "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"status\":{\"token\":\"s3cr3t\"}}'", "printed an ExecCredential of another apiVersion than client.authentication.k8s.io/v1" },
        { Says("{}"), "printed an ExecCredential with neither a token nor a certificate" },
        { Says("{\"token\":5}"), "printed what is no ExecCredential, at $.status.token" },
        { Says("{\"token\":\"s3cr3t\",\"expirationTimestamp\":\"soon\"}"), "printed what is no ExecCredential, at $.status.expirationTimestamp" },
        { Says("{\"token\":\"s3cr3t s3cr3t\"}"), "gave what cannot be used: its token holds characters that no token has" },
        { Says("{\"clientCertificateData\":\"s3cr3t\",\"clientKeyData\":\"s3cr3t\"}"), "gave what cannot be used: its clientCertificateData holds no certificate in PEM form" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_plugin_that_fails_is_told_with_its_own_words_but_not_with_what_it_gave(string script, string expected)
    {
        var access = Open(script: $"{script}; exit");

        Assert.Equal($"{Config}: context \"dev\": user \"u1\": exec.command /bin/sh {expected}", await AccessScene.FailureAsync(access));
        Assert.Empty(_server.Seen);
    }

    [Fact]
    public async Task A_certificate_without_its_key_is_of_no_use()
    {
        Answer($"{{\"clientCertificateData\":{JsonSerializer.Serialize(_pki.Client("one").Certificate)}}}");

        Assert.EndsWith("gave what cannot be used: its clientKeyData holds no private key in PEM form", await AccessScene.FailureAsync(Open()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_does_not_end_is_ended()
    {
        var access = Open(script: $"echo $$ >{_scene.Folder.Combine("pid")}.tmp; mv {_scene.Folder.Combine("pid")}.tmp {_scene.Folder.Combine("pid")}; sleep 600");
        var failure = AccessScene.FailureAsync(access);
        await Eventually.IsTrue(() => File.Exists(_scene.Folder.Combine("pid")));
        _scene.Time.Advance(ExecPlugin.Limit);

        Assert.EndsWith("did not end within 25 s", await failure, StringComparison.Ordinal);
        var pid = File.ReadAllText(_scene.Folder.Combine("pid")).Trim();
        await Eventually.IsTrue(() => !Directory.Exists($"/proc/{pid}"));
    }

    [Fact]
    public async Task A_plugin_that_says_much_is_not_kept_waiting()
    {
        Answer(Token("1"));

        Assert.Equal(HttpStatusCode.OK, await AccessScene.GetAsync(Open(script: "head -c 3000000 /dev/zero | tr '\\0' x >&2")));
    }

    [Fact]
    public async Task A_plugin_that_went_away_is_told_with_the_hint_how_to_get_it()
    {
        Directory.CreateDirectory(_scene.Folder.Combine("plugins"));
        File.CreateSymbolicLink(_scene.Folder.Combine("plugins/plugin"), "/bin/sh");
        var access = Open("installHint: \"Install the plugin.\"", command: "plugins/plugin");
        File.Delete(_scene.Folder.Combine("plugins/plugin"));

        var failure = await AccessScene.FailureAsync(access);

        Assert.StartsWith($"{Config}: context \"dev\": user \"u1\": exec.command {_scene.Folder.Combine("plugins/plugin")} cannot be started: ", failure, StringComparison.Ordinal);
        Assert.EndsWith(" (Install the plugin.)", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token: s3cr3t", "Bearer s3cr3t")]
    [InlineData("username: u, password: s3cr3t", "Basic dTpzM2NyM3Q=")]
    public async Task What_is_written_beside_a_plugin_is_meant(string user, string authorization)
    {
        Answer(Token("1"));
        await AccessScene.GetAsync(_scene.Open(AccessScene.Yaml(_server.Url, $"certificate-authority-data: {_pki.Data}", $"{user}, {Exec()}")));

        Assert.Equal(authorization, _server.Last.Authorization);
        Assert.Equal(0, Calls);
    }

    [Fact]
    public async Task Closing_ends_a_plugin_that_runs()
    {
        var access = Open(script: $"echo $$ >{_scene.Folder.Combine("pid")}.tmp; mv {_scene.Folder.Combine("pid")}.tmp {_scene.Folder.Combine("pid")}; sleep 600");
        var request = AccessScene.GetAsync(access);
        await Eventually.IsTrue(() => File.Exists(_scene.Folder.Combine("pid")));

        access.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        var pid = File.ReadAllText(_scene.Folder.Combine("pid")).Trim();
        await Eventually.IsTrue(() => !Directory.Exists($"/proc/{pid}"));
    }

    [Fact]
    public async Task Nothing_that_holds_a_credential_prints_it()
    {
        Answer(Token("1"));
        var access = Open($"env: [{{ name: A, value: {AccessScene.Secret} }}]");
        await AccessScene.GetAsync(access);

        Assert.DoesNotContain(PrintedParts.Of(access, "Gateway.KubernetesApi"), text => text.Contains(AccessScene.Secret, StringComparison.Ordinal));
    }

    private static string Token(string name, DateTimeOffset? expires = null) =>
        $"{{\"token\":\"{AccessScene.Secret}-{name}\"{(expires is { } at ? $",\"expirationTimestamp\":\"{at:yyyy-MM-ddTHH:mm:ssZ}\"" : "")}}}";

    private string Certificate(string name)
    {
        var (certificate, key) = _pki.Client(name);
        return $"{{\"clientCertificateData\":{JsonSerializer.Serialize(certificate)},\"clientKeyData\":{JsonSerializer.Serialize(key)}}}";
    }

    private static string Says(string status) => $"echo '{{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{status}}}'";

    /// <summary>What the plugin prints from now on.</summary>
    private void Answer(string status, string version = "v1") =>
        _scene.Folder.Replace("answer", $"{{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/{version}\",\"spec\":{{}},\"status\":{status}}}");

    // The shell is the program and the script its argument: a script that is itself the program cannot be started while anybody has it open for writing,
    // as a process that another test starts may, for a moment.
    private string Exec(string fields = "", string command = "/bin/sh", string version = "v1")
    {
        var script = _scene.Folder.Combine("plugin.sh");
        var arguments = fields.Contains("args: [", StringComparison.Ordinal) ? fields.Replace("args: [", $"args: [{script}, ", StringComparison.Ordinal) : $"args: [{script}], {fields}";
        return $"exec: {{ apiVersion: client.authentication.k8s.io/{version}, interactiveMode: Never, command: {command}, {arguments} }}";
    }

    private ClusterAccess Open(string fields = "", string? cluster = null, string script = ":", string command = "/bin/sh", string version = "v1")
    {
        _scene.Folder.Write("plugin.sh", $"echo call >>{_scene.Folder.Combine("calls")}\n{script}\ncat {_scene.Folder.Combine("answer")}\n");
        return _scene.Open(AccessScene.Yaml(_server.Url, cluster ?? $"certificate-authority-data: {_pki.Data}", Exec(fields, command, version)));
    }
}
