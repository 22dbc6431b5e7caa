using System.Text.Json.Nodes;

namespace Gateway.Deploy.Tests;

/// <summary>That there is always a gateway: through updates, drained nodes and load.</summary>
public sealed class AvailabilityTests
{
    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task The_workload_finds_its_own_pods(string name)
    {
        var workload = (await Variant.RenderAsync(name)).Workload;

        Assert.True(workload.Spec.At("selector.matchLabels").Selects(workload.Pod.Labels));
    }

    [Theory]
    [InlineData(Variant.LoadBalancer, 0, 1)]
    [InlineData(Variant.Namespaced, 0, 1)]
    [InlineData(Variant.NodePort, 0, 1)]
    // Two pods would want the same ports of a node.
    [InlineData(Variant.NodePortIpvs, 1, 0)]
    public async Task An_update_brings_the_new_pod_before_the_old_one_goes_where_both_can_be(string name, int unavailable, int surge)
    {
        var rolling = (await Variant.RenderAsync(name)).Workload.RollingUpdate;

        Assert.Equal((unavailable, surge), ((int?)rolling.At("maxUnavailable") ?? -1, (int?)rolling.At("maxSurge") ?? -1));
    }

    [Theory]
    [InlineData(Variant.LoadBalancer)]
    [InlineData(Variant.Namespaced)]
    public async Task The_autoscaler_owns_the_number_of_replicas_which_is_two_at_least(string name)
    {
        var variant = await Variant.RenderAsync(name);
        var autoscaler = variant.Single("HorizontalPodAutoscaler");
        var target = autoscaler.Json.At("spec.scaleTargetRef");
        var metric = Assert.Single(autoscaler.Json.At("spec.metrics").Items());

        Assert.Equal("autoscaling/v2", autoscaler.ApiVersion);
        Assert.Equal(
            (variant.Workload.Object.ApiVersion, variant.Workload.Object.Kind, variant.Workload.Object.Name),
            ((string?)target.At("apiVersion"), (string?)target.At("kind"), (string?)target.At("name")));
        Assert.Null(variant.Workload.Spec["replicas"]);
        Assert.Equal(2, (int?)autoscaler.Json.At("spec.minReplicas"));
        Assert.Equal(("cpu", "Utilization"), ((string?)metric.At("resource.name"), (string?)metric.At("resource.target.type")));
    }

    [Theory]
    [InlineData(Variant.LoadBalancer)]
    [InlineData(Variant.Namespaced)]
    public async Task Draining_nodes_takes_one_pod_at_a_time_and_never_all(string name)
    {
        var variant = await Variant.RenderAsync(name);
        var budget = variant.Single("PodDisruptionBudget");

        Assert.True(budget.Json.At("spec.selector.matchLabels").Selects(variant.Pod.Labels));
        Assert.Equal(1, (int?)budget.Json.At("spec.maxUnavailable"));
        Assert.True((int)variant.Single("HorizontalPodAutoscaler").Json.At("spec.minReplicas")! > 1);
    }

    [Theory]
    [InlineData(Variant.LoadBalancer)]
    [InlineData(Variant.Namespaced)]
    public async Task Pods_are_spread_over_nodes_and_zones(string name)
    {
        var pod = (await Variant.RenderAsync(name)).Pod;
        var constraints = pod.Spec["topologySpreadConstraints"].Items().ToArray();

        Assert.Equal(
            [("kubernetes.io/hostname", "DoNotSchedule"), ("topology.kubernetes.io/zone", "ScheduleAnyway")],
            constraints.Select(constraint => ((string)constraint["topologyKey"]!, (string)constraint["whenUnsatisfiable"]!)));
        Assert.All(constraints, constraint => Assert.True(constraint.At("labelSelector.matchLabels").Selects(pod.Labels)));
        // Else a drained node, which takes no pods, would be the emptiest one for as long as it is there.
        Assert.Equal("Honor", (string?)constraints[0]["nodeTaintsPolicy"]);
    }

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task Every_container_says_what_it_needs_and_how_much_memory_it_may_have_and_is_never_throttled(string name) => Assert.All(
        (await Variant.RenderAsync(name)).Pod.Containers,
        container =>
        {
            Assert.Equal(["cpu", "memory"], Fields(container, "resources.requests"));
            Assert.Equal(["memory"], Fields(container, "resources.limits"));
        });

    private static IEnumerable<string> Fields(Container container, string path) =>
        Assert.IsType<JsonObject>(container.Json.At(path)).Select(field => field.Key).Order(StringComparer.Ordinal);
}
