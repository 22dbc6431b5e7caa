using System.Net;
using System.Text.Json.Nodes;
using Gateway.ClusterStatus.Pacing;
using Gateway.ClusterStatus.Publishing;
using Gateway.Model;
using Gateway.Model.Resources;
using Gateway.Model.Translation;
using Microsoft.Extensions.Logging;
using static Gateway.Tests.ClusterStatus.StatusScene;

namespace Gateway.Tests.ClusterStatus.Publishing;

public sealed class StatusWriterTests : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly TranslationOptions OnLayer4 = new() { NodeName = "here", ServesLayer4 = true, AddressPools = ["198.51.100.1/32"] };

    private readonly StatusScene _scene = new();

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task An_Ingress_of_ours_says_where_the_gateway_is_reached()
    {
        await _scene.StartAsync(addresses: [Address, "2001:db8::1", "gw.example.com"]);
        var ingress = _scene.Put(Ingress("a"));

        await Eventually.IsTrue(() => _scene.AddressesOf(ingress.Reference) == "192.0.2.1, 2001:db8::1, gw.example.com");
        await AssertRest(patches: 1);
    }

    [Fact]
    public async Task Of_others_nothing_is_touched()
    {
        await _scene.StartAsync();
        _scene.Put(Ingress("theirs", "nginx"));
        _scene.Put(Balanced("of-the-cloud", overHttp: true) with { Spec = new() { Type = "LoadBalancer", Ports = [new() { Port = 80 }] } });
        _scene.Put(Web());

        await AssertRest(patches: 0);
    }

    [Fact]
    public async Task What_is_there_already_is_not_written()
    {
        await _scene.StartAsync();
        _scene.Put(Ingress("a") with { Status = Says(Address) });

        await AssertRest(patches: 0);
    }

    [Fact]
    public async Task What_was_there_when_it_began_to_lead_is_looked_at()
    {
        var ingress = _scene.Cluster.Put(Ingress("a"));
        var first = await _scene.StartAsync("a");
        var second = await _scene.StartAsync("b");
        second.Take(ResourceChange.Upsert(ingress));

        await first.StopAsync();
        await _scene.AdvanceUntil(() => _scene.AddressesOf(ingress.Reference) == Address, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Ten_replicas_write_once()
    {
        for (var i = 0; i < 10; i++)
            await _scene.StartAsync($"replica-{i}");
        var ingresses = Enumerable.Range(0, 20).Select(i => _scene.Put(Ingress($"i{i}"))).ToArray();

        await Eventually.IsTrue(() => ingresses.All(ingress => _scene.AddressesOf(ingress.Reference) == Address));
        _scene.Advance(Minute);
        Assert.Equal(20, _scene.Patches.Count);
    }

    [Fact]
    public async Task The_next_to_lead_leaves_what_is_as_it_should_be()
    {
        var first = await _scene.StartAsync("a");
        var second = await _scene.StartAsync("b");
        var old = _scene.Put(Ingress("old"));
        await Eventually.IsTrue(() => _scene.AddressesOf(old.Reference) == Address);
        await first.StopAsync();

        var later = _scene.Put(Ingress("later"));
        await _scene.AdvanceUntil(() => second.Election.IsLeader, TimeSpan.FromSeconds(5));

        await Eventually.IsTrue(() => _scene.AddressesOf(later.Reference) == Address);
        await AssertRest(patches: 2);
    }

    [Fact]
    public async Task A_Service_over_HTTP_has_the_addresses_of_a_proxy_and_is_programmed()
    {
        await _scene.StartAsync();
        var service = _scene.Put(Balanced("web", overHttp: true));

        await Eventually.IsTrue(() => (string?)_scene.ConditionOf(service.Reference)?["status"] == "True");
        Assert.Equal("192.0.2.1 Proxy", _scene.AddressesOf(service.Reference));
        Assert.Equal("2026-01-01T00:00:00Z", (string?)_scene.ConditionOf(service.Reference)!["lastTransitionTime"]);
        await AssertRest(patches: 2);
    }

    [Fact]
    public async Task A_Service_that_is_not_over_HTTP_has_no_address_and_is_told_so()
    {
        await _scene.StartAsync();
        var service = _scene.Put(Balanced("database", overHttp: false));

        await Eventually.IsTrue(() => (string?)_scene.ConditionOf(service.Reference)?["reason"] == "LoadBalancerNotServed");
        await Eventually.IsTrue(() => _scene.Events.Count == 1);
        Assert.Equal("", _scene.AddressesOf(service.Reference));
        Assert.Equal("LoadBalancerNotServed", (string?)_scene.Events[0]["reason"]);
    }

    [Fact]
    public async Task A_Service_on_layer_4_has_an_address_of_its_own_whatever_is_known_of_the_gateway_s()
    {
        _scene.Translation = OnLayer4;
        await _scene.StartAsync(addresses: []);
        var service = _scene.Put(Balanced("database", overHttp: false));

        await Eventually.IsTrue(() => (string?)_scene.ConditionOf(service.Reference)?["status"] == "True");
        Assert.Equal("198.51.100.1 Proxy", _scene.AddressesOf(service.Reference));
        await AssertRest(patches: 2);
    }

    [Fact]
    public async Task A_Service_for_which_no_address_is_free_is_told_so_and_gets_one_when_another_goes()
    {
        _scene.Translation = OnLayer4;
        await _scene.StartAsync(addresses: []);
        var first = _scene.Put(Balanced("first", overHttp: false));
        await Eventually.IsTrue(() => _scene.AddressesOf(first.Reference) == "198.51.100.1 Proxy");
        var second = _scene.Put(Balanced("second", overHttp: false));
        await Eventually.IsTrue(() => (string?)_scene.ConditionOf(second.Reference)?["reason"] == "AddressNotAssigned");

        _scene.Delete(first.Reference);

        await Eventually.IsTrue(() => _scene.AddressesOf(second.Reference) == "198.51.100.1 Proxy");
    }

    [Fact]
    public async Task A_Service_that_is_no_balancer_of_ours_any_more_loses_its_own_address()
    {
        _scene.Translation = OnLayer4;
        await _scene.StartAsync(addresses: []);
        var service = _scene.Put(Balanced("database", overHttp: false));
        await Eventually.IsTrue(() => _scene.AddressesOf(service.Reference) == "198.51.100.1 Proxy");

        _scene.Edit(service.Reference, json => json["spec"]!["type"] = "ClusterIP");

        await Eventually.IsTrue(() => _scene.AddressesOf(service.Reference) == "");
    }

    [Fact]
    public async Task A_Service_that_becomes_served_turns_its_condition_and_when_that_was()
    {
        await _scene.StartAsync();
        var service = _scene.Put(Balanced("web", overHttp: false));
        await Eventually.IsTrue(() => (string?)_scene.ConditionOf(service.Reference)?["status"] == "False");

        _scene.Advance(Minute);
        _scene.Edit(service.Reference, json => json["metadata"]!["annotations"] = new JsonObject { ["yarp-gateway.io/expose"] = "http" });

        await Eventually.IsTrue(() => (string?)_scene.ConditionOf(service.Reference)?["status"] == "True");
        Assert.Equal("2026-01-01T00:01:00Z", (string?)_scene.ConditionOf(service.Reference)!["lastTransitionTime"]);
        Assert.Equal("192.0.2.1 Proxy", _scene.AddressesOf(service.Reference));
    }

    [Fact]
    public async Task The_addresses_of_the_own_Service_are_followed_until_they_are_gone()
    {
        await _scene.StartAsync(service: OwnService);
        _scene.Put(Own("192.0.2.7"));
        var (ingress, service) = (_scene.Put(Ingress("a")).Reference, _scene.Put(Balanced("web", overHttp: true)).Reference);
        await Eventually.IsTrue(() => _scene.AddressesOf(ingress) == "192.0.2.7" && _scene.AddressesOf(service) == "192.0.2.7 Proxy");

        _scene.Put(Own("192.0.2.8", "192.0.2.9"));
        await Eventually.IsTrue(() => _scene.AddressesOf(ingress) == "192.0.2.8, 192.0.2.9" && _scene.AddressesOf(service) == "192.0.2.8 Proxy, 192.0.2.9 Proxy");

        _scene.Put(Own());
        await Eventually.IsTrue(() => _scene.AddressesOf(ingress) == "" && (string?)_scene.ConditionOf(service)?["reason"] == "AddressNotAssigned");

        _scene.Put(Own("192.0.2.7"));
        await Eventually.IsTrue(() => _scene.AddressesOf(ingress) == "192.0.2.7");
        _scene.Delete(Own().Reference);
        await Eventually.IsTrue(() => _scene.AddressesOf(ingress) == "");
    }

    [Fact]
    public async Task While_the_own_Service_was_never_seen_nothing_is_touched()
    {
        var replica = await _scene.StartAsync(service: OwnService);
        _scene.Put(Ingress("a") with { Status = Says("198.51.100.1") });
        _scene.Put(Ingress("b"));

        await AssertRest(patches: 0);
        Assert.Equal(LogLevel.Warning, Assert.Single(replica.TargetLog.Lines).Level);
    }

    [Fact]
    public async Task With_nothing_to_publish_nothing_is_touched_and_that_is_said_once()
    {
        var replica = await _scene.StartAsync(addresses: []);
        _scene.Put(Ingress("a") with { Status = Says("198.51.100.1") });
        _scene.Put(Balanced("web", overHttp: true));

        await AssertRest(patches: 0);
        Assert.Contains("Status:PublishAddresses", Assert.Single(replica.TargetLog.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_in_between_is_read_and_the_write_tried_again()
    {
        var replica = await _scene.StartAsync();
        var seen = _scene.Cluster.Put(Ingress("a"));
        // What changed is nothing that the gateway reads, so that no watch tells it.
        _scene.Cluster.Put(seen);

        replica.Take(ResourceChange.Upsert(seen));

        await _scene.AdvanceUntil(() => _scene.AddressesOf(seen.Reference) == Address, TimeSpan.FromSeconds(3));
        Assert.Equal(2, _scene.Patches.Count);
        Assert.Empty(replica.StatusLog.Lines);
    }

    [Fact]
    public async Task What_the_watch_has_not_shown_yet_is_not_written_again()
    {
        var replica = await _scene.StartAsync();
        _scene.IsWatchLate = true;
        var seen = _scene.Cluster.Put(Ingress("a"));
        replica.Take(ResourceChange.Upsert(seen));
        await Eventually.IsTrue(() => _scene.AddressesOf(seen.Reference) == Address);

        // An older version, in which something else changed.
        replica.Take(ResourceChange.Upsert(seen with { Spec = seen.Spec! with { Rules = [] } }));

        await AssertRest(patches: 1);
    }

    [Fact]
    public async Task A_server_that_keeps_a_form_of_its_own_is_not_written_to_for_ever()
    {
        await _scene.StartAsync();
        // An API server from before there were modes.
        _scene.Cluster.Stored = json => (json["status"]?["loadBalancer"]?["ingress"]?[0] as JsonObject)?.Remove("ipMode");
        var service = _scene.Put(Balanced("web", overHttp: true));

        await Eventually.IsTrue(() => _scene.ConditionOf(service.Reference) is not null);
        Assert.Equal(Address, _scene.AddressesOf(service.Reference));
        await AssertRest(patches: 2);
    }

    [Fact]
    public async Task Against_another_writer_it_gives_way_and_says_so_once()
    {
        var replica = await _scene.StartAsync();
        var ingress = _scene.Put(Ingress("a")).Reference;
        for (var round = 1; round <= WriteHistory.Tolerated; round++)
        {
            await Eventually.IsTrue(() => _scene.AddressesOf(ingress) == Address);
            _scene.Edit(ingress, Overwrite);
        }

        await AssertRest(patches: WriteHistory.Tolerated);
        Assert.Contains("somebody else", Assert.Single(replica.StatusLog.Lines).Text, StringComparison.Ordinal);

        // Then it tries after a minute, after two, …
        _scene.Advance(Minute);
        await Eventually.IsTrue(() => _scene.AddressesOf(ingress) == Address);
        _scene.Edit(ingress, Overwrite);
        _scene.Advance(1.5 * Minute);
        await AssertRest(patches: WriteHistory.Tolerated + 1);
        _scene.Advance(Minute);
        await Eventually.IsTrue(() => _scene.AddressesOf(ingress) == Address);
        Assert.Single(replica.StatusLog.Lines);

        static void Overwrite(JsonObject json) => json["status"]!["loadBalancer"]!["ingress"] = new JsonArray(new JsonObject { ["ip"] = "198.51.100.1" });
    }

    [Fact]
    public async Task Objects_that_come_under_one_name_again_and_again_are_written_to_each_time()
    {
        var replica = await _scene.StartAsync();
        for (var i = 0; i < 2 * WriteHistory.Tolerated; i++)
        {
            var ingress = _scene.Put(Ingress("a") with { Metadata = new() { Name = "a", Namespace = "shop", Uid = $"u{i}" } });
            await Eventually.IsTrue(() => _scene.AddressesOf(ingress.Reference) == Address);
        }

        Assert.Empty(replica.StatusLog.Lines);
    }

    [Fact]
    public async Task A_missing_right_is_one_warning_for_a_kind_and_asked_for_rarely()
    {
        var replica = await _scene.StartAsync();
        _scene.Cluster.Refuse(request => request.Method == HttpMethod.Patch, HttpStatusCode.Forbidden, "Forbidden", "you cannot patch resource ingresses/status");
        var ingresses = Enumerable.Range(0, 30).Select(i => _scene.Put(Ingress($"i{i}")).Reference).ToArray();

        await Eventually.IsTrue(() => replica.StatusLog.Lines.Count == 1 && replica.Statuses.Waiting == 30);
        // Those that were under way at the time, and no more.
        Assert.InRange(_scene.Patches.Count, 1, 4);
        Assert.Contains("ingresses/status", replica.StatusLog.Lines[0].Text, StringComparison.Ordinal);

        _scene.Cluster.RefuseNothing();
        await _scene.AdvanceUntil(() => ingresses.All(ingress => _scene.AddressesOf(ingress) == Address), 2 * Permissions.Rest, TimeSpan.FromSeconds(1));
        await Eventually.IsTrue(() => replica.StatusLog.Lines.Count == 2);
        Assert.Equal([LogLevel.Warning, LogLevel.Information], replica.StatusLog.Lines.Select(line => line.Level));
    }

    [Fact]
    public async Task An_object_that_is_gone_is_forgotten()
    {
        var replica = await _scene.StartAsync();
        var ingress = _scene.Cluster.Put(Ingress("a"));
        _scene.Cluster.Delete(FakeCluster.PathOf(ingress.Reference));
        replica.Take(ResourceChange.Upsert(ingress));

        await Eventually.IsTrue(() => _scene.Patches.Count == 1);
        await AssertRest(patches: 1);
        Assert.Equal(0, replica.Statuses.Waiting);
        Assert.Empty(replica.StatusLog.Lines);
    }

    [Fact]
    public async Task An_object_that_is_being_deleted_is_left_alone()
    {
        await _scene.StartAsync();
        _scene.Put(Ingress("a") with { Metadata = new() { Name = "a", Namespace = "shop", DeletionTimestamp = DateTimeOffset.UnixEpoch } });

        await AssertRest(patches: 0);
    }

    [Fact]
    public async Task A_server_that_fails_is_asked_less_and_less_and_caught_up_with_afterwards()
    {
        var replica = await _scene.StartAsync();
        _scene.Cluster.Refuse(request => request.Method == HttpMethod.Patch, HttpStatusCode.ServiceUnavailable, "ServiceUnavailable", "try later");
        var ingresses = Enumerable.Range(0, 30).Select(i => _scene.Put(Ingress($"i{i}")).Reference).ToArray();
        await _scene.AdvanceUntil(() => _scene.Time.GetUtcNow().Minute == 5, 6 * Minute, TimeSpan.FromSeconds(1));

        // Four at a time, after pauses that grow to a minute.
        Assert.InRange(_scene.Patches.Count, 4, 80);
        Assert.Contains("try later", Assert.Single(replica.StatusLog.Lines).Text, StringComparison.Ordinal);

        _scene.Cluster.RefuseNothing();
        await _scene.AdvanceUntil(() => ingresses.All(ingress => _scene.AddressesOf(ingress) == Address), 10 * Minute, TimeSpan.FromSeconds(1));
        await Eventually.IsTrue(() => replica.StatusLog.Lines[^1].Level == LogLevel.Information);
    }

    [Fact]
    public async Task What_changes_during_a_pause_is_written_as_it_is_then()
    {
        var replica = await _scene.StartAsync(service: OwnService);
        _scene.Put(Own("192.0.2.7"));
        _scene.Cluster.Refuse(request => request.Method == HttpMethod.Patch, HttpStatusCode.ServiceUnavailable, "ServiceUnavailable");
        _scene.Put(Ingress("first"));
        await Eventually.IsTrue(() => replica.Statuses is { IsIdle: true, Waiting: 1 });
        // Its turn comes when the pause is over that the first one began.
        var ingress = _scene.Put(Ingress("second")).Reference;
        await Eventually.IsTrue(() => replica.Statuses is { IsIdle: false, Waiting: 1 });

        _scene.Put(Own("192.0.2.8"));
        _scene.Cluster.RefuseNothing();

        await _scene.AdvanceUntil(() => _scene.AddressesOf(ingress) == "192.0.2.8", Minute);
        Assert.Single(_scene.Cluster.RequestsOf("PATCH", "/ingresses/second/"));
    }

    [Fact]
    public async Task What_the_server_does_not_take_is_said_once_and_sent_rarely()
    {
        var replica = await _scene.StartAsync();
        _scene.Cluster.Refuse(request => request.Method == HttpMethod.Patch, HttpStatusCode.UnprocessableEntity, "Invalid", "Ingress is invalid");
        _scene.Put(Ingress("a"));
        _scene.Put(Ingress("b"));

        await Eventually.IsTrue(() => _scene.Patches.Count == 2);
        await AssertRest(patches: 2);
        Assert.Single(replica.StatusLog.Lines);
    }

    [Fact]
    public async Task Five_thousand_Ingresses_are_written_once_each_and_no_faster_than_the_server_likes()
    {
        const int Count = 5000;
        var replica = await _scene.StartAsync();
        var began = _scene.Time.GetTimestamp();
        _scene.Put([.. Enumerable.Range(0, Count).Select(i => Ingress($"i{i}"))]);

        await Eventually.IsTrue(() => _scene.Patches.Count == StatusWriter.Burst);
        while (_scene.Patches.Count < Count)
        {
            _scene.Advance(TimeSpan.FromSeconds(1));
            var seconds = _scene.Time.GetElapsedTime(began).TotalSeconds;
            // All that may go by now do go, but for one whose time is rounded.
            var due = Math.Min(Count, StatusWriter.Burst + (int)(seconds * StatusWriter.PerSecond));
            await Eventually.IsTrue(() => _scene.Patches.Count >= due - 1);
            Assert.InRange(_scene.Patches.Count, due - 1, due + 1);
            Assert.InRange(replica.Statuses.Waiting, 0, Count);
        }

        await Eventually.IsTrue(() => replica.Statuses.Waiting == 0);
        Assert.Equal(Count, _scene.Patches.Distinct().Count());
    }

    [Fact]
    public async Task An_Ingress_that_goes_to_another_class_loses_what_we_published()
    {
        await _scene.StartAsync();
        var ingress = _scene.Put(Ingress("a")).Reference;
        await Eventually.IsTrue(() => _scene.AddressesOf(ingress) == Address);

        _scene.Edit(ingress, json => json["spec"]!["ingressClassName"] = "nginx");

        await Eventually.IsTrue(() => _scene.AddressesOf(ingress) == "");
    }

    [Fact]
    public async Task What_its_new_owner_published_stays()
    {
        await _scene.StartAsync();
        var ingress = _scene.Put(Ingress("a")).Reference;
        await Eventually.IsTrue(() => _scene.AddressesOf(ingress) == Address);

        _scene.Edit(ingress, json =>
        {
            json["spec"]!["ingressClassName"] = "nginx";
            json["status"]!["loadBalancer"]!["ingress"]![0]!["ip"] = "198.51.100.1";
        });

        await AssertRest(patches: 1);
    }

    [Fact]
    public async Task A_Service_that_is_no_longer_ours_loses_addresses_and_condition()
    {
        await _scene.StartAsync();
        var service = _scene.Put(Balanced("web", overHttp: true)).Reference;
        await Eventually.IsTrue(() => (string?)_scene.ConditionOf(service)?["status"] == "True");

        _scene.Edit(service, json => json["spec"]!["type"] = "ClusterIP");

        await Eventually.IsTrue(() => _scene.Cluster.Find(FakeCluster.PathOf(service))!["status"]!["conditions"]!.AsArray().Count == 0);
        Assert.Equal("", _scene.AddressesOf(service));
    }

    [Fact]
    public async Task What_one_could_not_take_back_the_next_to_lead_does()
    {
        var first = await _scene.StartAsync("a");
        var second = await _scene.StartAsync("b");
        var ingress = _scene.Put(Ingress("a")).Reference;
        await Eventually.IsTrue(() => _scene.AddressesOf(ingress) == Address);

        first.IsCut = true;
        _scene.Edit(ingress, json => json["spec"]!["ingressClassName"] = "nginx");

        await _scene.AdvanceUntil(() => second.Election.IsLeader, Minute);
        await Eventually.IsTrue(() => _scene.AddressesOf(ingress) == "");
    }

    private static IngressStatus Says(string address) => new() { LoadBalancer = new() { Ingress = [new() { Ip = address }] } };

    private async Task AssertRest(int patches)
    {
        await _scene.RestAsync();
        Assert.Equal(patches, _scene.Patches.Count);
    }
}
