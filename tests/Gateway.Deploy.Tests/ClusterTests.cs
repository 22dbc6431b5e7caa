using Gateway.ApiServer;

namespace Gateway.Deploy.Tests;

/// <summary>
/// What kubectl and an API server make of the variants. This server knows the rules of each kind and not every field: those are for <see cref="FieldTests"/>.
/// </summary>
public sealed class ClusterTests : IAsyncLifetime
{
    private readonly string _home = Directory.CreateTempSubdirectory("gateway-kubectl-").FullName;
    private ApiServerDouble _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ApiServerDouble.StartAsync();
        _server.WriteKubeconfig(Path.Combine(_home, "config"));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task Every_variant_could_be_applied_and_created(string name)
    {
        var variant = await Variant.RenderAsync(name);

        foreach (var verb in new[] { "apply", "create" })
        {
            var lines = await KubectlAsync(verb, "-k", Path.Combine(Repository.Deploy, name), "--dry-run=client");

            Assert.Equal(variant.Objects.Count, lines.Length);
            Assert.All(lines, line => Assert.EndsWith("/" + NameIn(line) + " created (dry run)", line, StringComparison.Ordinal));
        }
        Assert.Empty(_server.List("Service"));
    }

    [Theory]
    [MemberData(nameof(Variant.ClusterWide), MemberType = typeof(Variant))]
    public async Task Every_variant_of_the_cluster_goes_into_an_empty_one_with_one_command(string name)
    {
        await KubectlAsync("apply", "-k", Path.Combine(Repository.Deploy, name));

        await AssertThereAsync(name);
    }

    [Fact]
    public async Task The_namespaced_one_goes_into_a_namespace_that_is_there()
    {
        var path = Path.Combine(Repository.Deploy, Variant.Namespaced);
        var early = await Kubectl.RunAsync(["apply", "-k", path], home: _home);
        Assert.Contains("namespaces \"yarp-gateway\" not found", early.Errors, StringComparison.Ordinal);

        _server.Apply("{ apiVersion: v1, kind: Namespace, metadata: { name: yarp-gateway } }");
        await KubectlAsync("apply", "-k", path);

        await AssertThereAsync(Variant.Namespaced);
    }

    [Fact]
    public async Task One_more_namespace_is_watched_with_one_command()
    {
        _server.Apply("{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }");

        await KubectlAsync("apply", "-k", Path.Combine(Repository.Deploy, "namespaced", "watched"), "-n", "shop");

        Assert.NotNull(_server.Get("Role", "shop", "yarp-gateway"));
        Assert.NotNull(_server.Get("RoleBinding", "shop", "yarp-gateway"));
    }

    private async Task AssertThereAsync(string name) => Assert.All(
        (await Variant.RenderAsync(name)).Objects,
        item => Assert.True(_server.Get(item.Kind, item.Namespace ?? "", item.Name) is not null, item.ToString()));

    /// <summary>The lines of a command that succeeds.</summary>
    private async Task<string[]> KubectlAsync(params string[] arguments)
    {
        var result = await Kubectl.RunAsync(arguments, home: _home);
        Assert.True(result.Code == 0, result.Errors);
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string NameIn(string line) => line.Split(' ')[0].Split('/')[1];
}
