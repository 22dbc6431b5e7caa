namespace Gateway.KernelLab.Serving;

/// <summary>What a Service makes of the kernel's table, as somebody else's program reads it.</summary>
public sealed class ProgrammingTests
{
    private static readonly ServiceText Web = new("web") { Endpoints = [Scene.Pod(0), Scene.Pod(1)] };

    [KernelFact]
    public async Task A_Service_is_there_with_its_endpoints_and_follows_them()
    {
        using var scene = Scene.Serving(Web);
        await scene.HasSavedAsync(
            "-A -t 10.96.1.1:80 -s rr",
            $"-a -t 10.96.1.1:80 -r {Scene.Destination(0)} -m -w 1",
            $"-a -t 10.96.1.1:80 -r {Scene.Destination(1)} -m -w 1");

        scene.Write(Web with { Endpoints = [Scene.Pod(1)] });

        await scene.HasSavedAsync("-A -t 10.96.1.1:80 -s rr", $"-a -t 10.96.1.1:80 -r {Scene.Destination(1)} -m -w 1");

        scene.Remove(Web);

        await scene.HasSavedAsync();
    }

    [KernelFact]
    public async Task Policies_schedulers_and_affinity_are_as_the_Services_ask()
    {
        using var scene = Scene.Serving(
            Web with { Name = "a", Annotations = ["yarp-gateway.io/load-balancing: least-request"] },
            Web with { Name = "b", Annotations = ["yarp-gateway.io/load-balancing: maglev"] },
            Web with { Name = "c", Annotations = ["yarp-gateway.io/ipvs-scheduler: lblc"] },
            Web with { Name = "d", MoreSpec = ["sessionAffinity: ClientIP", "sessionAffinityConfig: { clientIP: { timeoutSeconds: 77 } }"] },
            Web with { Name = "e", Protocol = "UDP", Annotations = ["yarp-gateway.io/load-balancing: weighted-round-robin"] },
            Web with { Name = "f", IPv6 = true, Endpoints = [Scene.Pod(0, ipv6: true)] });

        await scene.HasSavedAsync(
        [
            .. With("-t 10.96.1.1:80", "-s wlc"),
            .. With("-t 10.96.1.2:80", "-s mh -b mh-port"),
            .. With("-t 10.96.1.3:80", "-s lblc"),
            .. With("-t 10.96.1.4:80", "-s rr -p 77"),
            .. With("-u 10.96.1.5:80", "-s wrr"),
            "-A -t [fd00:96:1::1]:80 -s rr",
            $"-a -t [fd00:96:1::1]:80 -r {Scene.Destination(0, ipv6: true)} -m -w 1",
        ]);
    }

    [KernelFact]
    public async Task What_others_have_there_is_not_touched_not_even_by_cleaning_up()
    {
        using var scene = new Scene();
        string[] foreign = ["-A -t 192.0.2.1:80 -s sh", "-a -t 192.0.2.1:80 -r 192.0.2.9:80 -m -w 3"];
        foreach (var line in foreign)
            scene.Ipvsadm.Run(line);
        scene.Start([Web]);
        string[] ours = [.. With("-t 10.96.1.1:80", "-s rr")];
        await scene.HasSavedAsync([.. foreign, .. ours]);

        scene.Gateway.Stop();

        await scene.HasSavedAsync([.. foreign, .. ours]);

        var cleaned = scene.Topology.Gateway.Try("dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "ipvs", "cleanup"]);

        Assert.True(cleaned.ExitCode == 0, cleaned.Error + cleaned.Output);
        await scene.HasSavedAsync(foreign);
        Assert.DoesNotContain("gateway0", scene.Topology.Gateway.Run("ip", "link", "show"), StringComparison.Ordinal);
        Assert.DoesNotContain("gateway", scene.Topology.Gateway.Run("nft", "list", "tables"), StringComparison.Ordinal);
    }

    [KernelFact]
    public async Task Changes_that_others_make_to_ours_are_undone()
    {
        using var scene = Scene.Serving(Web);
        string[] ours = [.. With("-t 10.96.1.1:80", "-s rr")];
        await scene.HasSavedAsync(ours);

        scene.Ipvsadm.Run($"-e -t 10.96.1.1:80 -r {Scene.Destination(0)} -m -w 0");
        scene.Ipvsadm.Run($"-d -t 10.96.1.1:80 -r {Scene.Destination(1)}");
        scene.Ipvsadm.Run("-E -t 10.96.1.1:80 -s sh");

        await scene.HasSavedAsync(ours);
    }

    private static IEnumerable<string> With(string service, string options) =>
    [
        $"-A {service} {options}",
        $"-a {service} -r {Scene.Destination(0)} -m -w 1",
        $"-a {service} -r {Scene.Destination(1)} -m -w 1",
    ];
}
