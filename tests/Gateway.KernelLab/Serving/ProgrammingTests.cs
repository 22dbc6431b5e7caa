namespace Gateway.KernelLab.Serving;

/// <summary>What a Service makes of the kernel's table, as somebody else's program reads it.</summary>
[Collection(nameof(SharedScene))]
public sealed class ProgrammingTests(SharedScene shared)
{
    private Scene Scene => shared.Scene;

    [KernelFact]
    public async Task A_Service_is_there_with_its_endpoints_and_follows_them()
    {
        var service = Scene.NewService();
        await Scene.ServeAsync(service);

        await Scene.ServeAsync(service with { Endpoints = [Scene.Pod(1)] });

        Scene.Remove(service);
        await Scene.HasSavedAsync(service.Address!);
        Assert.DoesNotContain(service.Address!, Scene.Topology.Gateway.Run("ip", "address", "show", "gateway0"), StringComparison.Ordinal);
    }

    [KernelTheory]
    [InlineData("yarp-gateway.io/load-balancing: least-request", "wlc")]
    [InlineData("yarp-gateway.io/load-balancing: maglev", "mh -b mh-port")]
    [InlineData("yarp-gateway.io/load-balancing: weighted-round-robin", "wrr")]
    [InlineData("yarp-gateway.io/load-balancing: random", "rr")]
    [InlineData("yarp-gateway.io/ipvs-scheduler: lblc", "lblc")]
    public async Task A_policy_is_a_scheduler_and_changes_in_place(string annotation, string scheduler)
    {
        var service = Scene.NewService();
        await Scene.ServeAsync(service);

        await Scene.ServeAsync(service with { Annotations = [annotation] }, scheduler);
    }

    [KernelFact]
    public async Task Affinity_is_persistence_with_its_timeout() => await Scene.ServeAsync(
        Scene.NewService() with { MoreSpec = ["sessionAffinity: ClientIP", "sessionAffinityConfig: { clientIP: { timeoutSeconds: 77 } }"] }, "rr -p 77");

    [KernelFact]
    public async Task Changes_that_others_make_to_ours_are_undone()
    {
        var service = Scene.NewService();
        await Scene.ServeAsync(service);

        Scene.Ipvsadm.Run($"-e -t {service.Address}:80 -r {Scene.Destination(0)} -m -w 0");
        Scene.Ipvsadm.Run($"-d -t {service.Address}:80 -r {Scene.Destination(1)}");
        Scene.Ipvsadm.Run($"-E -t {service.Address}:80 -s sh");

        await Scene.HasSavedAsync(service.Address!, Scene.LinesOf(service));
    }
}
