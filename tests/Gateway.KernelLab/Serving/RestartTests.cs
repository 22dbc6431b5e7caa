using System.Net;
using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Serving;

/// <summary>What is left of the gateway while it is away, and what it does with that when it is back.</summary>
public sealed class RestartTests
{
    [KernelFact]
    public async Task Killed_it_leaves_everything_and_started_again_it_takes_it_over_without_a_change()
    {
        using var scene = new Scene();
        var (service, draining) = (scene.NewService(), scene.NewService());
        string[] affinity = ["sessionAffinity: ClientIP"], maglev = ["yarp-gateway.io/load-balancing: maglev"];
        var (kept, hashed) = (scene.NewService(ipv6: true) with { MoreSpec = affinity }, scene.NewService(false, IpvsProtocol.Udp) with { Annotations = maglev });
        var entry = scene.NewService(ipv6: true).AsEntry("fd00:97::1", 30_080);
        scene.Start([service, draining, kept, hashed, entry]);
        await scene.ReadyAsync();
        await scene.HasSavedAsync(service.Address!, Scene.LinesOf(service));
        await scene.HasSavedAsync(draining.Address!, Scene.LinesOf(draining));
        await scene.HasSavedAsync(kept.Address!, Scene.LinesOf(kept, "rr -p 10800"));
        await scene.HasSavedAsync(hashed.Address!, Scene.LinesOf(hashed, "mh -b mh-port"));
        await scene.HasSavedAsync("fd00:1::1", Scene.LinesOf(entry with { Address = "fd00:1::1", Port = 30_080 }));
        using var connection = await scene.ConnectAsync(service);
        await connection.AskAsync();
        using var first = await scene.ConnectAsync(draining);
        using var second = await scene.ConnectAsync(draining);
        var (home, pod) = ((await scene.AskAsync(kept)).Server, (await scene.AskFromAsync(40_000, hashed)).Server);
        scene.Write(draining with { Endpoints = [Scene.Pod(1)] });
        await Eventually.IsTrue(() => HasDrain(scene, draining), () => scene.Gateway.Log);
        var rules = scene.Rules();

        scene.Gateway.Kill();

        await connection.AskAsync();
        await scene.AskAsync(service);
        Assert.Equal(home, (await scene.AskAsync(kept)).Server);
        Assert.NotNull(await scene.AskAsync(IPAddress.Parse("fd00:1::1"), 30_080));
        var saved = scene.Ipvsadm.Saved();
        string[] counted =
        [
            $"TCP {service.Address}:80 2", $"TCP {draining.Address}:80 2", $"TCP [{kept.Address}]:80 2", $"UDP {hashed.Address}:80 1",
            "TCP [fd00:1::1]:30080 1",
        ];
        await HaveCountedAsync(scene, counted);
        var clients = Clients(scene);

        scene.Start([]);
        await scene.ReadyAsync();

        Assert.Equal(saved, scene.Ipvsadm.Saved());
        Assert.Equal(rules, scene.Rules());
        // An entry that was made anew would count from nothing, and have forgotten its clients.
        await HaveCountedAsync(scene, counted);
        Assert.Equal(clients, Clients(scene));
        await connection.AskAsync();
        await scene.AskAsync(service);
        await HaveCountedAsync(scene, $"TCP {service.Address}:80 3");
        Assert.Equal((home, pod), ((await scene.AskAsync(kept)).Server, (await scene.AskFromAsync(40_000, hashed)).Server));

        // kubernetes/kubernetes#92019: it stayed at weight 0.
        scene.Write(draining);
        await scene.HasSavedAsync(draining.Address!, Scene.LinesOf(draining));
        await first.AskAsync();
        await second.AskAsync();
    }

    [KernelFact]
    public async Task What_others_have_there_is_not_touched_not_even_by_cleaning_up()
    {
        using var scene = new Scene();
        var (service, entry, inTheWay) = (scene.NewService(), scene.NewService().AsEntry("10.97.0.1", 30_080), scene.NewService(ipv6: true));
        // By address, by mark, at a port of the node, and where a Service is to be.
        string[] foreign =
        [
            "-A -t 192.0.2.1:80 -s sh", "-a -t 192.0.2.1:80 -r 192.0.2.9:80 -m -w 3",
            "-A -u [2001:db8::1]:53 -s rr -p 99 -M 64", "-a -u [2001:db8::1]:53 -r [2001:db8::9]:53 -g -w 0",
            "-A --sctp-service 192.0.2.1:80 -s wlc",
            "-A -f 7 -s rr", "-a -f 7 -r 192.0.2.9:0 -i -w 1 --tun-type ipip",
            "-A -t 10.1.0.1:30080 -s rr", "-a -t 10.1.0.1:30080 -r 10.2.1.2:8080 -m -w 1",
            $"-A -t [{inTheWay.Address}]:80 -s lc", $"-a -t [{inTheWay.Address}]:80 -r [fd00:2:1::2]:8080 -m -w 5",
        ];
        foreach (var line in foreign)
            scene.Ipvsadm.Run(line);
        scene.Nft.Apply("add table inet others\nadd set inet others services { type ipv4_addr; elements = { 192.0.2.1 }; }");
        scene.Topology.Gateway.Ip("link add others0 type dummy", "address add 192.0.2.1/32 dev others0", "link set others0 up");
        await scene.AskAsync(IPAddress.Parse("10.1.0.1"), 30_080);
        var untouched = await Eventually.ReadAsync(() => Others(scene), others => others.Contains("TCP 10.1.0.1:30080 1 ", StringComparison.Ordinal));

        scene.Start([service, entry, inTheWay]);
        await scene.ReadyAsync();
        await scene.HasSavedAsync(service.Address!, Scene.LinesOf(service));
        await scene.HasSavedAsync("10.2.1.1", Scene.LinesOf(entry with { Address = "10.2.1.1", Port = 30_080 }));
        await Eventually.IsTrue(() => scene.Gateway.Log.Contains("ForeignVirtualService", StringComparison.Ordinal), () => scene.Gateway.Log);
        Assert.Superset(foreign.ToHashSet(), scene.Ipvsadm.Saved().ToHashSet());

        scene.Gateway.Stop();

        // The Service, the cluster IP and three addresses of the node, with two destinations each.
        Assert.Equal(foreign.Length + (5 * 3), scene.Ipvsadm.Saved().Count);

        var cleaned = scene.Topology.Gateway.Try("dotnet", [GatewayProcess.Program, "ipvs", "cleanup"]);

        Assert.True(cleaned.ExitCode == 0, cleaned.Error + cleaned.Output);
        Assert.Equal(foreign.Order(StringComparer.Ordinal), scene.Ipvsadm.Saved().Order(StringComparer.Ordinal));
        Assert.Equal(untouched, Others(scene));
        Assert.DoesNotContain("gateway0", scene.Topology.Gateway.Run("ip", "link", "show"), StringComparison.Ordinal);
        Assert.DoesNotContain("gateway", scene.Topology.Gateway.Run("nft", "list", "tables"), StringComparison.Ordinal);
    }

    private static bool HasDrain(Scene scene, ServiceText service) =>
        scene.SavedOf(service.Address!).Any(line => line.EndsWith($"-r {Scene.Destination(0)} -m -w 0", StringComparison.Ordinal));

    /// <summary>The connections, and the clients that are kept on an endpoint; without their states and the time they have left.</summary>
    private static List<string> Clients(Scene scene) =>
    [
        .. scene.Ipvsadm.Run("-Lnc").Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 3 && words[0] is "TCP" or "UDP" or "IP")
            .Select(words => string.Join(' ', [words[0], .. words[3..]])).Order(StringComparer.Ordinal),
    ];

    /// <summary>What others have, with their counters, and without what comes and goes with the gateway.</summary>
    private static string Others(Scene scene) => string.Join('\n', [
        .. scene.Ipvsadm.Listed("--stats").Where(line => line.StartsWith("TCP 10.1.0.1:30080", StringComparison.Ordinal)),
        scene.Topology.Gateway.Run("nft", "list", "table", "inet", "others"),
        scene.Topology.Gateway.Run("ip", "-o", "address", "show", "others0")]);

    /// <summary>Services and how many connections they have had; the kernel adds its counters up every two seconds.</summary>
    private static async Task HaveCountedAsync(Scene scene, params IReadOnlyList<string> connections) =>
        await Eventually.Equals(connections, () => [.. connections.Intersect(scene.Ipvsadm.Listed("--stats").Select(Counted))]);

    private static string Counted(string line) => string.Join(' ', line.Split(' ').Take(3));
}
