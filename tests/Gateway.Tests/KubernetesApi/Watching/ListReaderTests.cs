using Gateway.KubernetesApi;
using Gateway.KubernetesApi.Watching;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.Tests.KubernetesApi.Watching;

public sealed class ListReaderTests
{
    private const string Page = """
        {
          "kind": "ServiceList",
          "apiVersion": "v1",
          "metadata": { "resourceVersion": "328", "continue": "bmV4dA", "remainingItemCount": 3 },
          "items": [
            { "metadata": { "name": "web", "namespace": "shop", "uid": "u1", "resourceVersion": "284",
                "managedFields": [ { "manager": "kubectl", "fieldsV1": { "f:spec": { "f:ports": {} } } } ] },
              "spec": { "ports": [ { "name": "http", "port": 80, "targetPort": "http" } ], "clusterIP": "10.96.0.9" } },
            { "metadata": { "name": "käse", "namespace": "shop", "resourceVersion": "285" }, "spec": { "ports": [ { "port": 443, "targetPort": 8443 } ] } }
          ]
        }
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(100_000)]
    public async Task A_page_is_read_however_it_is_cut(int piece)
    {
        var page = await ReadAsync(Page, piece);

        Assert.Equal(("328", "bmV4dA"), (page.Version, page.Continue));
        Assert.Empty(page.Unreadable);
        Assert.Equal([new("shop", "web"), new("shop", "käse")], page.Objects.Select(resource => resource.Name));
        var web = Assert.IsType<Service>(page.Objects[0]);
        Assert.Equal(("u1", "284", "10.96.0.9"), (web.Metadata.Uid, web.Metadata.ResourceVersion, web.Spec!.ClusterIP));
        Assert.Equal(new IntOrString("http"), Assert.Single(web.Spec.Ports!).TargetPort);
    }

    [Fact]
    public async Task A_list_may_name_its_version_after_its_items()
    {
        var page = await ReadAsync("""{"items":[{"metadata":{"name":"a","namespace":"b"}}],"metadata":{"resourceVersion":"5"}}""");

        Assert.Equal(("5", "", 1), (page.Version, page.Continue, page.Objects.Count));
    }

    [Theory]
    [InlineData("""{"metadata":{"resourceVersion":"5"},"items":[]}""")]
    [InlineData("""{"metadata":{"resourceVersion":"5"},"items":null}""")]
    [InlineData("""{"metadata":{"resourceVersion":"5"}}""")]
    public async Task A_list_may_be_empty(string body) => Assert.Empty((await ReadAsync(body)).Objects);

    [Theory]
    [InlineData("""{"metadata":{"name":"broken","namespace":"shop"},"spec":{"ports":"many"}}""", "spec.ports is not what a Service has there")]
    [InlineData("""{"metadata":{"name":"broken","namespace":"shop"},"spec":{"ports":[{"port":80},{"port":"eighty"}]}}""", "spec.ports[1].port is not")]
    [InlineData("""{"metadata":{"name":"broken","namespace":"shop","labels":5}}""", "metadata")]
    [InlineData("""{"metadata":{"name":"broken","namespace":"shop","creationTimestamp":"yesterday"}}""", "metadata")]
    public async Task An_object_of_wrong_types_is_told_and_the_others_live(string broken, string fault)
    {
        var page = await ReadAsync($$"""{"metadata":{"resourceVersion":"5"},"items":[{{Named("a")}},{{broken}},{{Named("z")}}]}""", piece: 5);

        Assert.Equal(["a", "z"], page.Objects.Select(resource => resource.Metadata.Name));
        var (reference, words) = Assert.Single(page.Unreadable);
        Assert.Equal(new ObjectReference("Service", new("shop", "broken")), reference);
        Assert.Contains(fault, words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"spec":{}}""")]
    public async Task What_has_no_name_is_no_object(string item)
    {
        var page = await ReadAsync($$"""{"metadata":{"resourceVersion":"5"},"items":[{{item}},{{Named("z")}}]}""");

        Assert.Equal("z", Assert.Single(page.Objects).Metadata.Name);
        Assert.Single(page.Unreadable);
    }

    [Theory]
    [InlineData("<html>502 Bad Gateway</html>", "Garbage")]
    [InlineData("[]", "Garbage")]
    [InlineData("""{"kind":"Status"}""", "Garbage")]
    [InlineData("""{"metadata":{"resourceVersion":"5"},"items":{}}""", "Garbage")]
    [InlineData("""{"metadata":{"resourceVersion":"5"},"items":[{"metadata":{"name":"a"}}""", "Unreachable")]
    [InlineData("", "Unreachable")]
    public async Task What_is_no_whole_list_is_a_failure_and_not_an_empty_one(string body, string expected)
    {
        var error = await Assert.ThrowsAsync<ApiException>(() => ReadAsync(body, piece: 9));

        Assert.Equal(expected, error.Failure.ToString());
    }

    [Fact]
    public async Task A_secret_of_two_megabytes_is_read_and_only_its_pair_is_kept()
    {
        var large = new string('x', 2_000_000);
        var body = """{"metadata":{"resourceVersion":"5"},"items":[{"metadata":{"name":"tls","namespace":"shop"},"type":"kubernetes.io/tls","data":{"ca":"LARGE","tls.crt":"Y3J0","tls.key":"a2V5"}}]}"""
            .Replace("LARGE", large, StringComparison.Ordinal);

        var page = await ReadAsync(body, 16 * 1024, "Secret");

        var secret = Assert.IsType<Secret>(Assert.Single(page.Objects));
        Assert.Equal(["tls.crt", "tls.key"], secret.Data!.Keys.Order(StringComparer.Ordinal));
    }

    internal static string Named(string name) => $$$"""{"metadata":{"name":"{{{name}}}","namespace":"shop","resourceVersion":"4"}}""";

    private static async Task<ListPage> ReadAsync(string body, int piece = int.MaxValue, string kind = "Service")
    {
        await using var pipe = await Answers.PipeAsync(body, piece);
        return await ListReader.ReadAsync(pipe, Answers.Kind(kind), Answers.Patience, default);
    }
}
