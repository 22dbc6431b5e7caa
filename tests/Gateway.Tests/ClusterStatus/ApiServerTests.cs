using System.Text.Json.Nodes;
using Gateway.ApiServer;
using Gateway.Model;
using static Gateway.Tests.KubernetesApi.ClusterObjects;

namespace Gateway.Tests.ClusterStatus;

/// <summary>The room with all its parts, against an API server that goes by the rules of a real one, over TLS.</summary>
public sealed class ApiServerTests : IAsyncLifetime
{
    private const string Address = "192.0.2.1";

    private readonly List<ClusterReplica> _replicas = [];
    private ApiServerDouble _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ApiServerDouble.StartAsync();
        _server.Apply("{ apiVersion: v1, kind: Namespace, metadata: { name: gateway } }");
        _server.Apply(IngressClass());
        _server.Apply(Service("web"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
            await replica.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Statuses_are_written_beside_what_others_say_there()
    {
        _server.Apply(Ingress("web", "web", "web.test"));
        _server.Apply(Balanced("lb", "status: { conditions: [{ type: example.com/Checked, status: 'True', reason: Checked, message: '', lastTransitionTime: '2026-01-01T00:00:00Z' }] }"));
        await StartAsync("a");

        await Eventually.IsTrue(() => AddressesOf("Ingress", "web") == Address && ConditionsOf("lb").Length == 2);
        Assert.Equal($"{Address} Proxy", AddressesOf("Service", "lb"));
        Assert.Equal(["example.com/Checked True", "yarp-gateway.io/Programmed True"], ConditionsOf("lb").Order(StringComparer.Ordinal));
        Assert.Empty(_replicas[0].Log.Warnings);
    }

    [Fact]
    public async Task What_is_no_longer_ours_keeps_what_others_say_there()
    {
        _server.Apply(Ingress("web", "web", "web.test"));
        _server.Apply(Balanced("lb", "status: { conditions: [{ type: example.com/Checked, status: 'True', reason: Checked, message: '', lastTransitionTime: '2026-01-01T00:00:00Z' }] }"));
        await StartAsync("a");
        await Eventually.IsTrue(() => AddressesOf("Ingress", "web") == Address && ConditionsOf("lb").Length == 2);

        _server.Change("Ingress", "shop", "web", ingress => ingress["spec"]!["ingressClassName"] = "another");
        _server.Change("Service", "shop", "lb", service =>
        {
            service["spec"]!["type"] = "ClusterIP";
            service["spec"]!.AsObject().Remove("loadBalancerClass");
        });

        await Eventually.IsTrue(() => AddressesOf("Ingress", "web") == "" && AddressesOf("Service", "lb") == "" && ConditionsOf("lb").Length == 1);
        Assert.Equal(["example.com/Checked True"], ConditionsOf("lb"));
    }

    [Fact]
    public async Task Ten_replicas_write_every_status_once_and_tell_every_fault_once()
    {
        for (var i = 0; i < 10; i++)
            await StartAsync($"replica-{i}");
        await Eventually.IsTrue(() => _replicas.Count(replica => replica.Election.IsLeader) == 1);
        for (var i = 0; i < 10; i++)
            _server.Apply(Ingress($"i{i}", i % 2 == 0 ? "web" : "missing", $"i{i}.test"));

        await Eventually.IsTrue(() => Enumerable.Range(0, 10).All(i => AddressesOf("Ingress", $"i{i}") == Address) && _server.List("Event").Count == 5);
        Assert.Equal(10, _server.Requests.Count(request => request is { Verb: "patch", Resource: "ingresses" }));
        Assert.Equal(5, _server.Requests.Count(request => request is { Verb: "create", Resource: "events" }));
        Assert.Single(_replicas, replica => replica.Election.IsLeader);
    }

    [Fact]
    public async Task What_the_data_plane_of_each_replica_finds_is_told_once_by_whichever_comes_first()
    {
        for (var i = 0; i < 3; i++)
            await StartAsync($"replica-{i}");
        var web = new ObjectReference("Service", new("shop", "web"));
        await Eventually.IsTrue(() => _replicas.TrueForAll(replica => replica.Store.Current.Find(web) is not null));
        foreach (var replica in _replicas)
            replica.Found.Publish(PersistentMap<ObjectReference, ObjectConditions>.Empty.Set(
                web, new([new(ConditionSeverity.Error, "AddressNotBound", "", "198.51.100.1 cannot be put on the gateway's link")])));

        await Eventually.IsTrue(() => _server.Requests.Count(request => request is { Verb: "create", Resource: "events" }) == 3);
        var told = Assert.Single(_server.List("Event"));
        Assert.Equal("on node node-1: 198.51.100.1 cannot be put on the gateway's link", (string?)(told["note"] ?? told["message"]));
    }

    [Fact]
    public async Task An_event_is_what_the_server_takes_and_says_what_is_wrong()
    {
        _server.Apply(Ingress("web", "missing", "web.test"));
        await StartAsync("a");

        await Eventually.IsTrue(() => _server.List("Event").Count == 1);
        var told = _server.List("Event")[0];
        Assert.Equal(("Ingress", "web", "ServiceNotFound"), ((string?)(told["involvedObject"] ?? told["regarding"])!["kind"], (string?)(told["involvedObject"] ?? told["regarding"])!["name"], (string?)told["reason"]));
        Assert.Equal((string?)_server.Get("Ingress", "shop", "web")!["metadata"]!["uid"], (string?)(told["involvedObject"] ?? told["regarding"])!["uid"]);
    }

    [Fact]
    public async Task When_the_one_that_leads_is_cut_off_another_goes_on()
    {
        var first = await StartAsync("a");
        await Eventually.IsTrue(() => first.Election.IsLeader);
        var second = await StartAsync("b");

        first.IsCut = true;
        _server.Apply(Ingress("web", "web", "web.test"));

        await Eventually.IsTrue(() => AddressesOf("Ingress", "web") == Address);
        Assert.True(second.Election.IsLeader);
        Assert.False(first.Election.IsLeader);
        Assert.Equal(1, (int)_server.Get("Lease", "gateway", "yarp-gateway")!["spec"]!["leaseTransitions"]!);
    }

    [Fact]
    public async Task When_the_one_that_leads_ends_in_order_another_goes_on_before_the_lease_has_run_out()
    {
        var first = await StartAsync("a");
        await Eventually.IsTrue(() => first.Election.IsLeader);
        var second = await StartAsync("b");
        _replicas.Remove(first);

        await first.DisposeAsync();
        Assert.Equal("", (string?)_server.Get("Lease", "gateway", "yarp-gateway")!["spec"]!["holderIdentity"]);
        _server.Apply(Ingress("web", "web", "web.test"));

        await Eventually.IsTrue(() => AddressesOf("Ingress", "web") == Address);
        Assert.True(second.Election.IsLeader);
    }

    [Fact]
    public async Task A_change_that_no_watch_tells_of_is_in_the_way_once()
    {
        _server.Apply(OwnService("192.0.2.7"));
        _server.Apply(Ingress("web", "web", "web.test"));
        var replica = await StartAsync("a", "own");
        await Eventually.IsTrue(() => AddressesOf("Ingress", "web") == "192.0.2.7");

        // A label that nobody reads: another version of the object, and nothing new in it.
        _server.Change("Ingress", "shop", "web", ingress => ingress["metadata"]!["labels"] = new JsonObject { ["example.com/team"] = "shop" });
        _server.Apply(OwnService("192.0.2.8"));

        await Eventually.IsTrue(() => AddressesOf("Ingress", "web") == "192.0.2.8");
        Assert.Empty(replica.Log.Warnings);
    }

    [Fact]
    public async Task A_missing_right_is_one_warning_and_everything_else_goes_on()
    {
        using var forbidden = _server.Faults.Forbid("ingresses/status", "patch");
        _server.Apply(Ingress("a", "missing", "a.test") + Ingress("b", "web", "b.test") + Balanced("lb"));
        var replica = await StartAsync("a");

        await Eventually.IsTrue(() => ConditionsOf("lb").Length == 1 && _server.List("Event").Count == 1 && replica.Log.Warnings.Count == 1);
        Assert.Contains("""cannot patch resource "ingresses/status" """.Trim(), replica.Log.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_goes_back_in_time_is_written_to_again()
    {
        _server.Apply(Ingress("web", "web", "web.test"));
        var before = _server.Snapshot();
        // So that the server is behind for a while when it goes back there.
        _server.SkipVersions(10_000);
        var replica = await StartAsync("a");
        // Written, and seen by the watch: until then an older version is one that is on its way.
        await Eventually.IsTrue(() => replica.Store.Current.Ingresses.Find(new("shop", "web"))?.Status?.LoadBalancer?.Ingress is [{ Ip: Address }]);
        await Eventually.IsTrue(() => replica.Statuses is { IsIdle: true, Waiting: 0 });

        _server.Restore(before);
        Assert.Equal("", AddressesOf("Ingress", "web"));

        await Eventually.IsTrue(() => AddressesOf("Ingress", "web") == Address);
        await Eventually.IsTrue(() => (string?)_server.Get("Lease", "gateway", "yarp-gateway")?["spec"]?["holderIdentity"] == "a");
        Assert.DoesNotContain(replica.Log.Warnings, warning => warning.Contains("Lease", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_was_away_is_caught_up_with()
    {
        _server.Apply(Ingress("a", "web", "a.test"));
        await StartAsync("a");
        await Eventually.IsTrue(() => AddressesOf("Ingress", "a") == Address);

        await _server.GoAwayAsync();
        _server.Apply(Ingress("b", "web", "b.test"));
        await Eventually.IsTrue(() => !_replicas[0].Election.IsLeader);
        await _server.ComeBackAsync();

        await Eventually.IsTrue(() => AddressesOf("Ingress", "b") == Address);
    }

    private static string Balanced(string name, string? more = null) =>
        $"{{ apiVersion: v1, kind: Service, metadata: {{ name: {name}, namespace: shop, annotations: {{ yarp-gateway.io/expose: http }} }}, "
        + "spec: { type: LoadBalancer, loadBalancerClass: yarp-gateway.io/load-balancer, ports: [{ name: http, port: 80, targetPort: 8080 }] }"
        + $"{(more is null ? "" : $", {more}")} }}\n---\n";

    private static string OwnService(string address) =>
        "{ apiVersion: v1, kind: Service, metadata: { name: own, namespace: gateway }, spec: { type: LoadBalancer, ports: [{ name: http, port: 80 }] }, "
        + $"status: {{ loadBalancer: {{ ingress: [{{ ip: {address} }}] }} }} }}";

    private async Task<ClusterReplica> StartAsync(string identity, string? service = null)
    {
        var replica = await ClusterReplica.StartAsync(_server, identity, service, service is null ? [Address] : []);
        _replicas.Add(replica);
        return replica;
    }

    private string AddressesOf(string kind, string name) => string.Join(
        ", ",
        (_server.Get(kind, "shop", name)!["status"]?["loadBalancer"]?["ingress"]?.AsArray() ?? [])
            .Select(item => string.Join(' ', item!.AsObject().Select(pair => (string?)pair.Value))));

    private string[] ConditionsOf(string service) =>
        [.. (_server.Get("Service", "shop", service)!["status"]?["conditions"]?.AsArray() ?? []).Select(item => $"{item!["type"]} {item["status"]}")];
}
