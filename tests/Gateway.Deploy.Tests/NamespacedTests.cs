namespace Gateway.Deploy.Tests;

/// <summary>The variant for those who own a namespace and not the cluster.</summary>
public sealed class NamespacedTests
{
    [Fact]
    public async Task Nothing_of_it_is_cluster_scoped() =>
        Assert.DoesNotContain((await Variant.RenderAsync(Variant.Namespaced)).Objects, item => item.IsClusterScoped);

    [Fact]
    public async Task It_watches_the_namespace_that_it_is_in()
    {
        var container = (await Variant.RenderAsync(Variant.Namespaced)).Pod.Gateway;

        Assert.Equal("shop", container.Environment(PodFields.In("shop"))["Gateway__Kubernetes__Namespaces"]);
    }

    [Theory]
    [MemberData(nameof(Variant.ClusterWide), MemberType = typeof(Variant))]
    public async Task The_others_watch_all_namespaces(string name) => Assert.DoesNotContain(
        "Gateway__Kubernetes__Namespaces",
        (await Variant.RenderAsync(name)).Pod.Gateway.Environment(PodFields.In("shop")).Keys);

    [Fact]
    public async Task But_for_that_and_the_rights_it_is_the_loadbalancer_variant()
    {
        string[] kinds = ["Deployment", "Service", "PodDisruptionBudget", "HorizontalPodAutoscaler", "ServiceAccount"];
        var whole = await Variant.RenderAsync(Variant.LoadBalancer);
        var namespaced = await Variant.RenderAsync(Variant.Namespaced);

        Assert.Equal(whole.OfKind(kinds).Select(item => item.ToString()), namespaced.OfKind(kinds).Select(item => item.ToString()));
    }
}
