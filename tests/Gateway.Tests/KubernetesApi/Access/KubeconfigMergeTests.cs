using Gateway.KubernetesApi.Access;

namespace Gateway.Tests.KubernetesApi.Access;

/// <summary>Several kubeconfigs as one, by the rules of kubectl.</summary>
public sealed class KubeconfigMergeTests : IDisposable
{
    private readonly AccessScene _scene = new();

    public void Dispose() => _scene.Dispose();

    // The files in order, and what comes of them: server, namespace, and the file that the context is from.
    public static TheoryData<string, string[], string> Table => new()
    {
        {
            "the first that sets the current context has the say",
            ["current-context: a", $"current-context: b\n{Context("a", "x")}\n{Cluster("x", "https://x")}"],
            "https://x/ - f2"
        },
        {
            "a file that sets no current context leaves it to the next",
            [Cluster("x", "https://x"), $"current-context: a\n{Context("a", "x")}"],
            "https://x/ - f2"
        },
        {
            "an empty current context is none",
            ["current-context: \"\"", $"current-context: a\n{Context("a", "x")}\n{Cluster("x", "https://x")}"],
            "https://x/ - f2"
        },
        {
            "the first that has a cluster has the say",
            [Cluster("x", "https://first"), $"current-context: a\n{Context("a", "x")}\n{Cluster("x", "https://second")}"],
            "https://first/ - f2"
        },
        {
            "what a later file says of the same context is discarded, also what the first does not say",
            [$"current-context: a\n{Context("a", "x")}", $"{Context("a", "y", "team")}\n{Cluster("x", "https://x")}"],
            "https://x/ - f1"
        },
        {
            "a missing file is skipped",
            ["", $"current-context: a\n{Context("a", "x", "team")}\n{Cluster("x", "https://x")}"],
            "https://x/ team f2"
        },
        {
            "JSON and YAML mix",
            ["{\"current-context\": \"a\",\n\t\"clusters\": [{\"name\": \"x\", \"cluster\": {\"server\": \"https://json\"}}]}", Context("a", "x")],
            "https://json/ - f2"
        },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Files_are_merged(string rule, string[] files, string expected)
    {
        var paths = files.Index().Select(file => file.Item.Length == 0 ? "/absent" : _scene.Folder.Write($"f{file.Index + 1}", file.Item));
        _scene.Variables["KUBECONFIG"] = $":{string.Join("::", paths)}:";

        var access = _scene.OpenAt(null);

        var file = access.Description.TrimEnd(')').Split('/')[^1];
        Assert.True(expected == $"{access.Server} {access.Namespace ?? "-"} {file}", $"{rule}: {access.Description}");
    }

    [Fact]
    public async Task Relative_paths_start_at_the_file_they_are_in()
    {
        var pki = new TestPki();
        await using var server = await TestApiServer.StartAsync(pki.Server("127.0.0.1"));
        _scene.Folder.Write("one/certs/ca.pem", pki.Pem);
        _scene.Folder.Write("two/token", $"{AccessScene.Secret}-two\n");
        var one = _scene.Folder.Write("one/config", $$"""
            current-context: a
            clusters: [{ name: x, cluster: { server: "{{server.Url}}", certificate-authority: certs/ca.pem } }]
            contexts: [{ name: a, context: { cluster: x, user: u } }]
            """);
        var two = _scene.Folder.Write("two/config", "users: [{ name: u, user: { tokenFile: ./token } }]");
        _scene.Variables["KUBECONFIG"] = $"{one}:{two}";

        await AccessScene.GetAsync(_scene.OpenAt(null));

        Assert.Equal($"Bearer {AccessScene.Secret}-two", server.Last.Authorization);
    }

    [Fact]
    public void Problems_name_the_file_that_an_entry_is_from()
    {
        var one = _scene.Folder.Write("one", $"current-context: a\n{Context("a", "x")}");
        var two = _scene.Folder.Write("two", "clusters: [{ name: x, cluster: {} }]");
        _scene.Variables["KUBECONFIG"] = $"{one}:{two}";

        Assert.Equal([$"{two}: context \"a\": cluster \"x\": server is missing"], _scene.ProblemsAt(null));
    }

    [Fact]
    public void Every_file_that_cannot_be_read_is_told()
    {
        var one = _scene.Folder.Write("one", "a: [");
        var two = _scene.Folder.Write("two", "- list");
        _scene.Variables["KUBECONFIG"] = $"{one}:{two}";

        var problems = _scene.ProblemsAt(null);

        Assert.Equal(2, problems.Count);
        Assert.StartsWith($"{one}: is not YAML", problems[0], StringComparison.Ordinal);
        Assert.Equal($"{two}: is no kubeconfig: it is not a mapping", problems[1]);
    }

    private static string Cluster(string name, string server) => $"clusters:\n- name: {name}\n  cluster:\n    server: {server}\n";

    private static string Context(string name, string cluster, string? space = null) =>
        $"contexts:\n- name: {name}\n  context:\n    cluster: {cluster}\n{(space is null ? "" : $"    namespace: {space}\n")}";
}
