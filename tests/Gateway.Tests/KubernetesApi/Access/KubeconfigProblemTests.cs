using Gateway.KubernetesApi.Access;

namespace Gateway.Tests.KubernetesApi.Access;

/// <summary>What is wrong in a kubeconfig is told by file, context and field, all of it at once, and never with what a secret field holds.</summary>
public sealed class KubeconfigProblemTests : IDisposable
{
    private const string Url = "https://10.0.0.1:6443";
    private const string Cluster = "context \"dev\": cluster \"c1\": ";
    private const string User = "context \"dev\": user \"u1\": ";
    private const string Exec = "exec: { apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: /bin/sh";

    private static readonly string Data = TestPki.Base64("s3cr3t");

    private readonly AccessScene _scene = new();

    public void Dispose() => _scene.Dispose();

    public static TheoryData<string, string, string> OneProblem => new()
    {
        { "", "", $"{Cluster}server is missing" },
        { "server: [a]", "", $"{Cluster}server is not text; put it in quotes" },
        { "server: true", "", $"{Cluster}server is not text; put it in quotes" },
        { "server: \"ftp://10.0.0.1\"", "", $"{Cluster}server is not an http or https URL" },
        { "server: \"https://\"", "", $"{Cluster}server is not an http or https URL" },
        { "server: \"https://a b\"", "", $"{Cluster}server is not an http or https URL" },
        { "server: \"https://u:s3cr3t@h\"", "", $"{Cluster}server holds a user name; credentials belong to the user of the context" },
        { "server: \"https://h/?token=s3cr3t\"", "", $"{Cluster}server holds more than a host, a port and a path" },
        { Of("certificate-authority-data: \"s3cr3t!\""), "", $"{Cluster}certificate-authority-data is not base64" },
        { Of($"certificate-authority-data: {Data}"), "", $"{Cluster}certificate-authority-data holds no certificate in PEM form" },
        { Of($"certificate-authority-data: {BrokenPem("CERTIFICATE")}"), "", $"{Cluster}certificate-authority-data holds no certificate that can be read" },
        { Of("certificate-authority: absent.pem"), "", $"{Cluster}certificate-authority FOLDER/absent.pem is not there" },
        { Of("certificate-authority: ."), "", $"{Cluster}certificate-authority FOLDER may not be read" },
        { Of("certificate-authority: good.pem, insecure-skip-tls-verify: true"), "", $"{Cluster}insecure-skip-tls-verify is true although there is a certificate-authority; one has to go" },
        { Of($"certificate-authority: good.pem, certificate-authority-data: GOOD"), "", $"{Cluster}certificate-authority and certificate-authority-data are both there; one has to go" },
        { "server: \"\"", "", $"{Cluster}server is missing" },
        { Of("insecure-skip-tls-verify: \"true\""), "", $"{Cluster}insecure-skip-tls-verify is neither true nor false" },
        { Of("tls-server-name: \"a b\""), "", $"{Cluster}tls-server-name is not a host name" },
        { Of("proxy-url: \"ftp://u:s3cr3t@proxy\""), "", $"{Cluster}proxy-url is not an http, https or socks5 URL" },
        { Of(), "tokenFile: absent", $"{User}tokenFile FOLDER/absent is not there" },
        { Of(), "tokenFile: empty", $"{User}tokenFile FOLDER/empty is empty" },
        { Of(), "tokenFile: two-lines", $"{User}tokenFile FOLDER/two-lines holds characters that no token has" },
        { Of(), "token: \"s3cr3t \\u2603\"", $"{User}token holds characters that no token has" },
        { Of(), "token: { s3cr3t: 1 }", $"{User}token is not text; put it in quotes" },
        { Of(), "token: s3cr3t, username: u, password: s3cr3t", $"{User}token is there, and username or password too; one has to go" },
        { Of(), "password: true", $"{User}password is not text; put it in quotes" },
        { Of(), "client-certificate-data: \"s3cr3t!\"", $"{User}client-certificate-data is not base64" },
        { Of(), "client-certificate: absent.pem, client-key: key.pem", $"{User}client-certificate FOLDER/absent.pem is not there" },
        { Of(), "client-certificate: good.pem, client-key: absent.pem", $"{User}client-key FOLDER/absent.pem is not there" },
        { Of(), "client-certificate: good.pem, client-key: key.pem, client-key-data: \"\", token: \"\", exec: ~, as: \"\", as-uid: 1", $"{User}as is missing, although there are as-uid, as-groups or as-user-extra" },
        { Of(), "client-certificate: good.pem", $"{User}client-key is missing; the client-certificate is of no use without it" },
        { Of(), "client-certificate: good.pem, client-key-data: \"s3cr3t!\"", $"{User}client-key-data is not base64" },
        { Of(), $"client-certificate: good.pem, client-key-data: {Data}", $"{User}client-key-data holds no private key in PEM form" },
        { Of(), $"client-certificate: good.pem, client-key-data: {BrokenPem("PRIVATE KEY")}", $"{User}client-key-data holds no RSA or EC key that can be read" },
        { Of(), $"client-certificate: good.pem, client-key-data: {BrokenPem("ENCRYPTED PRIVATE KEY")}", $"{User}client-key-data is encrypted; the gateway has nobody to ask for a password" },
        { Of(), "client-certificate: good.pem, client-key: other-key.pem", $"{User}client-key FOLDER/other-key.pem does not belong to client-certificate FOLDER/good.pem" },
        { Of(), "client-certificate: good.pem, client-key: rsa-key.pem", $"{User}client-key FOLDER/rsa-key.pem does not belong to client-certificate FOLDER/good.pem" },
        { Of(), $"client-certificate-data: {BrokenPem("CERTIFICATE")}, client-key: key.pem", $"{User}client-certificate-data holds no certificate that can be read" },
        { Of(), "auth-provider: { name: gcp, config: { access-token: s3cr3t } }", $"{User}auth-provider gcp is of a kind that Kubernetes has given up; use an exec plugin" },
        { Of(), "as-groups: [admins]", $"{User}as is missing, although there are as-uid, as-groups or as-user-extra" },
        { Of(), "as: u, as-groups: admins", $"{User}as-groups is not a list" },
        { Of(), "as: u, as-groups: [a, b]", $"{User}as-groups has more than one value; the gateway can send one alone" },
        { Of(), "as: u, as-user-extra: { scope: [a, b] }", $"{User}as-user-extra.scope has more than one value; the gateway can send one alone" },
        { Of(), "as: \"u\\n\"", $"{User}as holds characters that a header cannot hold" },
        { Of(), "exec: plugin", $"{User}exec is not a mapping" },
        { Of(), "exec: { command: /bin/sh, interactiveMode: Never }", $"{User}exec.apiVersion is missing" },
        { Of(), "exec: { apiVersion: client.authentication.k8s.io/v1alpha1, command: /bin/sh }", $"{User}exec.apiVersion is neither client.authentication.k8s.io/v1 nor client.authentication.k8s.io/v1beta1" },
        { Of(), "exec: { apiVersion: client.authentication.k8s.io/v1, command: /bin/sh }", $"{User}exec.interactiveMode is missing; it is Never, IfAvailable or Always" },
        { Of(), "exec: { apiVersion: client.authentication.k8s.io/v1beta1, interactiveMode: Always, command: /bin/sh }", $"{User}exec.interactiveMode is Always, but nobody sits at the gateway to answer a plugin's questions" },
        { Of(), "exec: { apiVersion: client.authentication.k8s.io/v1beta1, interactiveMode: never, command: /bin/sh }", $"{User}exec.interactiveMode is none of Never, IfAvailable and Always" },
        { Of(), "exec: { apiVersion: client.authentication.k8s.io/v1beta1 }", $"{User}exec.command is missing" },
        { Of(), "exec: { apiVersion: client.authentication.k8s.io/v1beta1, command: no-such-plugin, installHint: \"Get it\\nat \\e[1mhome\" }", $"{User}exec.command no-such-plugin is not there (Get it at  [1mhome)" },
        { Of(), "exec: { apiVersion: client.authentication.k8s.io/v1beta1, command: ./no-such-plugin }", $"{User}exec.command ./no-such-plugin is not there" },
        { Of(), $"{Exec}, args: s3cr3t }} ", $"{User}exec.args is not a list" },
        { Of(), $"{Exec}, args: [[s3cr3t]] }} ", $"{User}exec.args is not a list of texts" },
        { Of(), $"{Exec}, env: [s3cr3t] }} ", $"{User}exec.env is not a list of mappings" },
        { Of(), $"{Exec}, env: [{{ value: s3cr3t }}] }} ", $"{User}exec.env[0].name is missing" },
    };

    [Theory]
    [MemberData(nameof(OneProblem))]
    public void A_problem_names_file_and_context_and_field(string cluster, string user, string expected) =>
        Assert.Equal([$"{_scene.Folder.Combine("config")}: {Placed(expected)}"], _scene.Problems(Kubeconfig(cluster, user)));

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var config = Kubeconfig("server: \"ftp://h\", certificate-authority-data: \"!\", tls-server-name: \"a b\"", "tokenFile: absent, client-certificate: absent.pem, client-key-data: \"!\"");
        var problems = _scene.Problems(config).Select(problem => problem[(problem.LastIndexOf("\": ", StringComparison.Ordinal) + 3)..].Split(' ')[0]);

        Assert.Equal(["certificate-authority-data", "tls-server-name", "server", "tokenFile", "client-key-data", "client-certificate"], problems.Order(Comparer<string>.Create((_, _) => 0)));
    }

    [Theory]
    [InlineData("current-context: prod", "current-context \"prod\" is not among the contexts: there is none")]
    [InlineData("current-context: prod\ncontexts: [{name: a}, {name: b}]", "current-context \"prod\" is not among the contexts: there are a, b")]
    [InlineData("contexts: [{name: a}]", "current-context is not set, and no context is asked for: there are a")]
    [InlineData("current-context: a\ncontexts: [{name: a}]", "context \"a\": cluster is missing")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {cluster: x}}]", "context \"a\": cluster \"x\" is not among the clusters")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {cluster: x, user: y}}]\nclusters: [{name: x, cluster: {server: \"https://h\"}}]", "context \"a\": user \"y\" is not among the users")]
    [InlineData("current-context: [a]", "current-context is not text; put it in quotes")]
    [InlineData("contexts: {a: b}", "contexts is not a list")]
    [InlineData("contexts: [a]", "contexts is not a list of mappings")]
    [InlineData("users: [{name: a, user: s3cr3t}]", "users[0].user is not a mapping")]
    [InlineData("users: [{name: a}, {name: a}]", "users has the name \"a\" twice")]
    [InlineData("", "current-context is not set, and no context is asked for: there is none")]
    public void What_does_not_hang_together_is_told(string kubeconfig, string expected) =>
        Assert.Equal([$"{_scene.Folder.Combine("config")}: {expected}"], _scene.Problems(kubeconfig));

    [Fact]
    public void Files_that_are_missing_are_all_told()
    {
        var problems = _scene.Problems(Kubeconfig(Of("certificate-authority: a"), "tokenFile: b, client-certificate: c, client-key: d"));

        Assert.Equal(["a", "b", "c", "d"], problems.Select(problem => problem.Split(" is not there")[0][^1..]));
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("True", true)]
    [InlineData("off", false)]
    public void What_is_true_and_what_false_may_be_said_as_in_YAML_1_1(string word, bool isTrue)
    {
        var problems = _scene.Problems(Kubeconfig(Of($"insecure-skip-tls-verify: {word}, certificate-authority: good.pem"), "tokenFile: absent"));

        Assert.Equal(isTrue ? 2 : 1, problems.Count);
    }

    [Fact]
    public void A_context_that_is_asked_for_has_to_be_there()
    {
        var path = _scene.Folder.Write("config", AccessScene.Yaml(Url));

        Assert.Equal([$"{path}: context \"prod\" is not among the contexts: there are dev"], _scene.ProblemsAt(path, "prod"));
    }

    [Fact]
    public void Fields_and_entries_that_are_not_used_are_nobody_s_business()
    {
        var kubeconfig = $$"""
            preferences: { colors: true }
            future: [1]
            {{AccessScene.Yaml(Url, "disable-compression: true, future: 1", "future: { a: b }")}}
            - name: other
              context: { cluster: absent }
            """;

        Assert.Equal($"{Url}/", _scene.Open(kubeconfig).Server.ToString());
    }

    [Fact]
    public void Without_encryption_no_credential_is_looked_at() =>
        Assert.Equal("http", _scene.Open(AccessScene.Yaml("http://127.0.0.1:8001", "", "tokenFile: absent")).Server.Scheme);

    [Fact]
    public void A_file_that_is_too_large_is_not_read()
    {
        using (var file = File.Create(_scene.Folder.Combine("config")))
            file.SetLength(17 * 1024 * 1024);

        Assert.Equal([$"{_scene.Folder.Combine("config")}: is larger than 16 MiB"], _scene.ProblemsAt(_scene.Folder.Combine("config")));
    }

    private string Kubeconfig(string cluster, string user)
    {
        var pki = new TestPki();
        var (certificate, key) = pki.Client("u");
        _scene.Folder.Write("good.pem", certificate);
        _scene.Folder.Write("key.pem", key);
        _scene.Folder.Write("other-key.pem", pki.Client("v").Key);
        _scene.Folder.Write("rsa-key.pem", pki.Client("v", System.Security.Cryptography.RSA.Create(2048)).Key);
        _scene.Folder.Write("empty", " \n");
        _scene.Folder.Write("two-lines", $"{AccessScene.Secret}\n{AccessScene.Secret}\n");
        return $$"""
            current-context: dev
            clusters:
            - name: c1
              cluster: { {{cluster.Replace("GOOD", pki.Data, StringComparison.Ordinal)}} }
            users:
            - name: u1
              user: { {{user}} }
            contexts:
            - name: dev
              context: { cluster: c1, user: u1 }
            """;
    }

    private string Placed(string expected) => expected.Replace("FOLDER", _scene.Folder.Path, StringComparison.Ordinal);

    private static string Of(string fields = "") => $"server: \"{Url}\", {fields}";

    private static string BrokenPem(string label) => TestPki.Base64($"-----BEGIN {label}-----\n{Data}\n-----END {label}-----\n");
}
