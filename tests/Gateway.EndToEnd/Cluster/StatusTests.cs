using System.Net;
using System.Text.Json.Nodes;
using Gateway.ApiServer;
using static Gateway.EndToEnd.Cluster.ClusterObjects;

namespace Gateway.EndToEnd.Cluster;

/// <summary>What the gateway says in the cluster about what it did.</summary>
public sealed class StatusTests
{
    [Fact]
    public async Task An_ingress_has_the_published_address_written_by_one_of_two_replicas()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Apply(Service("web"), Ingress("web.test", "web"));
        await Task.WhenAll(cluster.ServeAsync(("Status:PublishAddresses", "192.0.2.10")), cluster.ServeAsync(("Status:PublishAddresses", "192.0.2.10")));

        await Eventually.IsTrue(() => AddressOf(cluster, "web") == "192.0.2.10");
        cluster.Server.Delete("Ingress", "shop", "web");
        cluster.Apply(Ingress("again.test", "web"));
        await Eventually.IsTrue(() => AddressOf(cluster, "web") == "192.0.2.10");

        var writes = cluster.Server.Requests.All.Where(request => request is { Verb: "patch", Resource: "ingresses", Subresource: "status" }).ToArray();
        Assert.Equal(2, writes.Length);
        Assert.Single(writes.Select(request => request.Connection).Distinct());
    }

    [Fact]
    public async Task The_other_replica_takes_over_at_once_when_the_writer_stops()
    {
        await using var cluster = await TestCluster.StartAsync();
        var first = await cluster.ServeAsync(("Status:PublishAddresses", "192.0.2.10"));
        await Eventually.IsTrue(() => HolderOf(cluster) is { Length: > 0 });
        var holder = HolderOf(cluster);
        await cluster.ServeAsync(("Status:PublishAddresses", "192.0.2.10"));

        await first.StopAsync();

        await Eventually.IsTrue(() => HolderOf(cluster) is { Length: > 0 } now && now != holder);
        cluster.Apply(Service("web"), Ingress("web.test", "web"));
        await Eventually.IsTrue(() => AddressOf(cluster, "web") == "192.0.2.10");
    }

    [Fact]
    public async Task The_address_follows_the_gateways_own_service()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Apply(
            Service("web"),
            Ingress("web.test", "web"),
            "{ apiVersion: v1, kind: Service, metadata: { name: gateway, namespace: shop }, spec: { type: LoadBalancer, ports: [{ port: 80 }] } }");
        await cluster.ServeAsync(("Status:PublishService", "shop/gateway"));

        Publish("198.51.100.7");
        await Eventually.IsTrue(() => AddressOf(cluster, "web") == "198.51.100.7");
        Publish("198.51.100.8");
        await Eventually.IsTrue(() => AddressOf(cluster, "web") == "198.51.100.8");

        void Publish(string address) => cluster.Server.Change("Service", "shop", "gateway", service =>
            service["status"] = new JsonObject { ["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = address }) } });
    }

    [Fact]
    public async Task What_was_refused_is_an_event_on_the_object()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Apply(Service("web", ", annotations: { yarp-gateway.io/load-balancing: fastest }"));
        await cluster.ServeAsync();

        await Eventually.IsTrue(() => cluster.Server.List("Event").Any(IsAboutTheService));
        var told = cluster.Server.List("Event").Single(IsAboutTheService);
        Assert.Equal(("UnknownLoadBalancingPolicy", "Warning"), ((string?)told["reason"], (string?)told["type"]));

        static bool IsAboutTheService(JsonObject told) => (string?)(told["regarding"] ?? told["involvedObject"])?["name"] == "web";
    }

    [Fact]
    public async Task That_the_kernel_of_a_node_has_no_IPVS_is_an_event_on_the_Service_that_asks_for_it()
    {
        Assert.SkipWhen(Directory.Exists("/proc/sys/net/ipv4/vs"), "the kernel of this machine has IPVS");
        await using var cluster = await TestCluster.StartAsync();
        cluster.Apply(Service("web", ", annotations: { yarp-gateway.io/entry: \"true\" }"));
        await cluster.ServeAsync(("Layer4:Mode", "ipvs"), ("NodeName", "node-7"));

        await Eventually.IsTrue(() => cluster.Server.List("Event").Any(told => (string?)told["reason"] == "IpvsNotAvailable"));
        var told = cluster.Server.List("Event").Single(told => (string?)told["reason"] == "IpvsNotAvailable");
        Assert.Equal("web", (string?)(told["regarding"] ?? told["involvedObject"])?["name"]);
        Assert.StartsWith("on node node-7: not served on layer 4", (string?)(told["note"] ?? told["message"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Left_to_itself_the_gateway_balances_where_it_may_program_the_network_and_says_so_where_it_may_not()
    {
        await using var cluster = await TestCluster.StartAsync();
        Assert.SkipWhen(MayProgramTheNetwork() && Directory.Exists("/proc/sys/net/ipv4/vs"), "the kernel of this machine has IPVS, and would be programmed");
        cluster.Apply(Service("web", ", annotations: { yarp-gateway.io/entry: \"true\" }"));
        var gateway = await cluster.ServeAsync(("Layer4:Mode", "auto"));

        await Eventually.IsTrue(() => cluster.Server.List("Event").Any(told => (string?)told["reason"] is "IpvsNotAvailable" or "AnnotationHasNoEffect"));
        var reason = (string?)cluster.Server.List("Event").Single(told => (string?)told["type"] == "Warning" || (string?)told["reason"] == "AnnotationHasNoEffect")["reason"];
        Assert.Equal(MayProgramTheNetwork() ? "IpvsNotAvailable" : "AnnotationHasNoEffect", reason);
        Assert.Equal(!MayProgramTheNetwork(), gateway.Output.Contains("because Gateway:Layer4:Mode is auto and it has no CAP_NET_ADMIN", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await TestCluster.ReadyAsync(gateway)).Status);
    }

    [Fact]
    public async Task Without_the_right_to_write_the_traffic_and_readiness_stay_and_it_is_said_once()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var pod = await Pod.StartAsync();
        using var refused = cluster.Server.Faults.Forbid(request => request.Verb is "create" or "update" or "patch");
        cluster.Apply(Service("web"), Slice("web", pod), Ingress("web.test", "web"));
        var gateway = await cluster.ServeAsync(("Status:PublishAddresses", "192.0.2.10"));
        using var client = new Client(gateway);

        await client.UntilAsync("web.test", HttpStatusCode.OK, pod.Address);
        await Eventually.IsTrue(() => gateway.Output.Contains("leases", StringComparison.Ordinal) && gateway.Output.Contains("warn", StringComparison.Ordinal), () => gateway.Output);
        Assert.Equal(HttpStatusCode.OK, (await TestCluster.ReadyAsync(gateway)).Status);
        Assert.Single(gateway.Output.Split('\n'), line => line.Contains(" warn ", StringComparison.Ordinal) && line.Contains("ClusterStatus", StringComparison.Ordinal));
    }

    /// <summary>CAP_NET_ADMIN, bit 12 of linux/capability.h, which a process that is started has if this one has.</summary>
    private static bool MayProgramTheNetwork() => File.ReadLines("/proc/self/status")
        .Where(line => line.StartsWith("CapEff:", StringComparison.Ordinal))
        .Any(line => (Convert.ToUInt64(line["CapEff:".Length..].Trim(), 16) & (1UL << 12)) != 0);

    private static string? AddressOf(TestCluster cluster, string ingress) =>
        (string?)cluster.Server.Get("Ingress", "shop", ingress)?["status"]?["loadBalancer"]?["ingress"]?[0]?["ip"];

    private static string? HolderOf(TestCluster cluster) =>
        cluster.Server.List("Lease").Select(lease => (string?)lease["spec"]?["holderIdentity"]).SingleOrDefault();
}
