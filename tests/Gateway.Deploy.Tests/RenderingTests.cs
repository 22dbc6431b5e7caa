namespace Gateway.Deploy.Tests;

public sealed class RenderingTests
{
    [Fact]
    public void Every_variant_is_tested()
    {
        var folders = Directory.GetDirectories(Repository.Deploy)
            .Where(folder => File.Exists(Path.Combine(folder, "kustomization.yaml")))
            .Select(folder => Path.GetFileName(folder));

        Assert.Equal(
            Variant.All.Select(row => row.Data).Concat(["base", "pod"]).Order(StringComparer.Ordinal),
            folders.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task Every_variant_renders_with_one_workload_and_no_object_twice(string name)
    {
        var variant = await Variant.RenderAsync(name);

        Assert.NotNull(variant.Workload);
        Assert.Equal(variant.Objects.Count, variant.Objects.Select(item => item.ToString()).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task All_that_is_in_a_namespace_is_in_the_same(string name)
    {
        var variant = await Variant.RenderAsync(name);

        Assert.All(variant.Objects, item => Assert.Equal(item.IsClusterScoped ? null : "yarp-gateway", item.Namespace));
    }

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task Everything_is_found_by_the_label_of_its_name(string name)
    {
        var variant = await Variant.RenderAsync(name);

        Assert.All(variant.Objects, item =>
            Assert.Equal("yarp-gateway", item.Json["metadata"]!["labels"].Map().GetValueOrDefault("app.kubernetes.io/name")));
    }

    /// <summary>As docs/kubernetes.md has it.</summary>
    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task An_overlay_moves_everything_to_another_namespace_and_another_image(string name)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-overlay-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "kustomization.yaml"), $"""
            resources: [ {Path.GetRelativePath(folder, Path.Combine(Repository.Deploy, name))} ]
            namespace: edge
            images:
              - name: yarp-gateway
                newName: registry.example.com/yarp-gateway
                newTag: "1.0"
              - name: yarp-gateway-node
                newName: registry.example.com/yarp-gateway-node
                newTag: "1.0"
            """);

        var moved = new Variant(name, await Kubectl.KustomizeAsync(folder));

        Directory.Delete(folder, recursive: true);
        Assert.All(moved.Objects, item => Assert.Equal(item.IsClusterScoped ? null : "edge", item.Namespace));
        Assert.All(moved.OfKind("Namespace"), item => Assert.Equal("edge", item.Name));
        Assert.All(
            moved.OfKind("RoleBinding", "ClusterRoleBinding").SelectMany(binding => binding.Json["subjects"].Items()),
            subject => Assert.Equal("edge", (string?)subject["namespace"]));
        var image = name == "nodeport-ipvs" ? "yarp-gateway-node" : "yarp-gateway";
        Assert.Equal($"registry.example.com/{image}:1.0", (string?)moved.Pod.Gateway.Json["image"]);
    }
}
