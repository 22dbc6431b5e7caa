using Gateway.KubernetesApi.Access;

namespace Gateway.Tests.KubernetesApi.Access;

/// <summary>Which of the places where a cluster may be written down has the say.</summary>
public sealed class FindingTests : IDisposable
{
    private readonly AccessScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void The_kubeconfig_that_is_asked_for_comes_before_all()
    {
        WriteAll();

        Assert.Equal("https://asked:1", Server(_scene.OpenAt(_scene.Folder.Combine("asked"))));
    }

    [Fact]
    public void A_pod_s_service_account_comes_before_other_kubeconfigs()
    {
        WriteAll();

        var access = _scene.OpenAt(null);

        Assert.Equal("cluster at https://10.96.0.1:4443 (service account)", access.Description);
        Assert.Equal("edge", access.Namespace);
    }

    [Fact]
    public void In_a_pod_too_a_context_is_looked_for_in_kubeconfigs()
    {
        WriteAll();

        Assert.Equal("https://listed:1", Server(_scene.OpenAt(null, "dev")));
    }

    [Fact]
    public void KUBECONFIG_comes_before_the_usual_file()
    {
        WriteAll();
        _scene.Variables.Remove("KUBERNETES_SERVICE_HOST");

        Assert.Equal("https://listed:1", Server(_scene.OpenAt(null)));
    }

    [Fact]
    public void The_usual_file_is_the_last_resort()
    {
        WriteAll();
        _scene.Variables.Remove("KUBERNETES_SERVICE_HOST");
        _scene.Variables["KUBECONFIG"] = "";

        var access = _scene.OpenAt(null);

        Assert.Equal($"cluster at https://usual:1 (context dev of {_scene.Folder.Combine("home/.kube/config")})", access.Description);
        Assert.Equal("team", access.Namespace);
    }

    [Theory]
    [InlineData("sub/asked")]
    [InlineData("./sub/../sub/asked")]
    [InlineData("~/asked")]
    public void A_path_may_start_at_the_current_directory_or_at_home(string path)
    {
        _scene.Folder.Write("sub/asked", AccessScene.Yaml("https://asked:1"));
        _scene.Folder.Write("home/asked", AccessScene.Yaml("https://asked:1"));

        Assert.Equal("https://asked:1", Server(_scene.OpenAt(path)));
    }

    [Fact]
    public void A_file_that_is_asked_for_has_to_be_there() =>
        Assert.Equal([$"{_scene.Folder.Combine("absent")}: is not there"], _scene.ProblemsAt(_scene.Folder.Combine("absent")));

    [Fact]
    public void A_folder_is_no_kubeconfig() => Assert.Equal([$"{_scene.Folder.Path}: is a folder"], _scene.ProblemsAt(_scene.Folder.Path));

    [Fact]
    public void Where_nothing_says_where_a_cluster_is_the_message_says_what_could()
    {
        var problem = Assert.Single(_scene.ProblemsAt(null));

        Assert.StartsWith(_scene.Folder.Combine("home/.kube/config"), problem, StringComparison.Ordinal);
        Assert.Contains("KUBECONFIG is not set", problem, StringComparison.Ordinal);
        Assert.Contains("this is no pod", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_all_files_of_KUBECONFIG_are_missing_each_is_named()
    {
        _scene.Variables["KUBECONFIG"] = "/absent/a:/absent/b";

        Assert.Equal(["KUBECONFIG: /absent/a, /absent/b: none of them is there"], _scene.ProblemsAt(null));
    }

    [Fact]
    public void A_path_in_the_server_s_URL_is_kept_and_told()
    {
        var access = _scene.Open(AccessScene.Yaml("https://rancher.test/k8s/clusters/c-1/"));

        Assert.Equal("https://rancher.test/k8s/clusters/c-1/", access.Server.ToString());
        Assert.StartsWith("cluster at https://rancher.test/k8s/clusters/c-1 (", access.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.1:6443", "insecure-skip-tls-verify: true", "https://10.0.0.1:6443/")]
    [InlineData("localhost:8080", "", "http://localhost:8080/")]
    public void A_server_without_a_scheme_is_https_where_anything_is_said_about_TLS(string server, string cluster, string url) =>
        Assert.Equal(url, _scene.Open(AccessScene.Yaml(server, cluster)).Server.ToString());

    private void WriteAll()
    {
        using var pki = new TestPki().Certificate;
        _scene.WriteServiceAccount("10.96.0.1", 4443, pki.ExportCertificatePem(), $"{AccessScene.Secret}-pod");
        _scene.Folder.Write("asked", AccessScene.Yaml("https://asked:1"));
        _scene.Variables["KUBECONFIG"] = _scene.Folder.Write("listed", AccessScene.Yaml("https://listed:1"));
        _scene.Folder.Write("home/.kube/config", AccessScene.Yaml("https://usual:1", context: "namespace: team"));
    }

    private static string Server(ClusterAccess access) => access.Server.ToString().TrimEnd('/');
}
