namespace Gateway.Deploy.Tests;

public sealed class HealthTests
{
    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task Every_probe_asks_the_port_of_health_for_what_is_answered_there(string name)
    {
        var container = (await Variant.RenderAsync(name)).Pod.Gateway;

        Assert.Equal(
            [("startupProbe", "/livez", 8081), ("livenessProbe", "/livez", 8081), ("readinessProbe", "/readyz", 8081)],
            container.Probes.Select(probe => (probe.Key, (string?)probe.Value.At("httpGet.path"), container.Resolve(probe.Value.At("httpGet.port")))));
    }

    /// <summary>The listeners wait for the first state, up to 30 s, and health is answered meanwhile.</summary>
    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task A_start_may_take_longer_than_the_listeners_wait(string name)
    {
        var startup = (await Variant.RenderAsync(name)).Pod.Gateway.Probes["startupProbe"];

        Assert.True((int)startup["periodSeconds"]! * (int)startup["failureThreshold"]! > 30);
    }

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task The_pod_may_take_as_long_to_end_as_its_hook_and_its_requests_do(string name)
    {
        var variant = await Variant.RenderAsync(name);
        var hook = (int)variant.Pod.Gateway.Json.At("lifecycle.preStop.sleep.seconds")!;
        var drain = PodConfiguration.Read(variant).Options.ShutdownTimeout.TotalSeconds;
        var grace = (int)variant.Pod.Spec["terminationGracePeriodSeconds"]!;

        Assert.Equal(30, drain);
        Assert.InRange(grace, hook + drain + 5, hook + drain + 60);
    }

    /// <summary>A pod that is deleted leaves the endpoints at once; everything that follows them has to hear of it before the listeners close.</summary>
    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task The_hook_leaves_the_news_of_the_end_time_to_travel(string name) =>
        Assert.InRange((int)(await Variant.RenderAsync(name)).Pod.Gateway.Json.At("lifecycle.preStop.sleep.seconds")!, 5, 60);
}
