using System.Text.RegularExpressions;

namespace Gateway.Deploy.Tests;

/// <summary>What the documentation tells an operator to do can be done.</summary>
public sealed partial class DocumentationTests
{
    private const string Prefix = "Gateway__";

    private static string Page => Repository.Read("docs", "kubernetes.md");

    [Fact]
    public async Task Its_overlay_renders_with_the_image_and_the_setting_that_it_shows()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-docs-").FullName;
        Directory.CreateSymbolicLink(Path.Combine(folder, "deploy"), Repository.Deploy);
        await File.WriteAllTextAsync(Path.Combine(folder, "kustomization.yaml"), YamlBlock().Match(Page).Groups["yaml"].Value);

        var container = new Variant("docs", await Kubectl.KustomizeAsync(folder)).Pod.Gateway;

        File.Delete(Path.Combine(folder, "deploy"));
        Directory.Delete(folder, recursive: true);
        Assert.Equal("registry.example.com/yarp-gateway:0.1.0", (string?)container.Json["image"]);
        Assert.Equal("10.0.0.0/8", container.Environment(PodFields.In("yarp-gateway"))["Gateway__Http__TrustedProxies"]);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/kubernetes.md")]
    public void Every_file_of_deploy_that_is_named_is_there(string page)
    {
        var paths = DeployPath().Matches(Repository.Read(page)).Select(match => match.Value).ToArray();

        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path));
    }

    [Fact]
    public void It_names_every_variant() => Assert.All(
        Variant.All.Select(row => row.Data),
        variant => Assert.Contains($"`deploy/{variant}`", Page, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task It_says_what_each_right_is_for(string name)
    {
        var variant = await Variant.RenderAsync(name);

        Assert.All(
            Right.Of(variant.OfKind("Role", "ClusterRole")).Select(right => right.Resource).Distinct(),
            resource => Assert.Contains($"`{resource}`", Page, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task Every_setting_of_the_pods_is_a_documented_one(string name)
    {
        var settings = Repository.Read("docs", "configuration.md");
        var keys = (await Variant.RenderAsync(name)).Pod.Gateway.Variables
            .Select(variable => (string)variable["name"]!)
            .Where(variable => variable.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(variable => variable[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal));

        Assert.All(keys, key => Assert.Contains($"`{key}`", settings, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_cluster_to_try_it_on_opens_the_node_ports()
    {
        var mappings = YamlJson.Parse(Repository.Read("deploy", "kind.yaml")).Single()!["nodes"].Items().Single()["extraPortMappings"].Items();
        var ports = (await Variant.RenderAsync(Variant.NodePort)).Single("Service").Json.At("spec.ports").Items();

        Assert.Equal(ports.Select(port => (int)port["nodePort"]!), mappings.Select(mapping => (int)mapping["containerPort"]!));
        Assert.Equal([8080, 8443], mappings.Select(mapping => (int)mapping["hostPort"]!));
    }

    [GeneratedRegex("```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex YamlBlock();

    [GeneratedRegex(@"deploy/[\w./-]*\w", RegexOptions.None, 1_000)]
    private static partial Regex DeployPath();
}
