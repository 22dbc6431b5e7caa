using System.Text.Json.Nodes;
using Gateway.ApiServer;
using Gateway.ApiServer.Failures;
using Gateway.KubernetesApi;
using Gateway.KubernetesApi.Objects;
using Gateway.KubernetesApi.Watching;
using Gateway.Model;
using Gateway.Model.Resources;
using Gateway.Model.Translation;
using Microsoft.Extensions.Logging;
using static Gateway.Tests.KubernetesApi.ClusterObjects;

namespace Gateway.Tests.KubernetesApi;

/// <summary>A whole cluster followed over TLS, and every fault that an API server is known for.</summary>
public sealed class ApiServerSourceTests
{
    private static readonly string Everything =
        Service("web") + Slice("web", "10.244.1.5", "10.244.2.5") + Ingress("web", "web", "web.test", "tls") + Secret("tls") + Secret("other", type: "Opaque")
        + IngressClass() + Node("node-1", "a") + Node("node-2", "b");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_there_at_the_start_is_there_once_it_has_synced(bool streamsLists)
    {
        await using var cluster = await FollowedCluster.StartAsync(
            new() { WatchList = streamsLists },
            server =>
            {
                server.Apply(Everything);
                for (var i = 0; i < 10; i++)
                    server.Apply(Service($"s{i}"));
            });
        await cluster.SyncedAsync();

        Assert.Equal(11, cluster.Names("Service").Length);
        Assert.Equal((1, 1, 1), (cluster.Names("EndpointSlice").Length, cluster.Names("Ingress").Length, cluster.Names("IngressClass").Length));
        Assert.Equal(["shop/tls"], cluster.Names("Secret"));
        Assert.Equal(["node-1"], cluster.Names("Node"));
        await cluster.IsEqualAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Everything_that_happens_is_followed(bool streamsLists)
    {
        await using var cluster = await FollowedCluster.StartAsync(new() { WatchList = streamsLists });
        await cluster.SyncedAsync();

        cluster.Server.Apply(Everything);
        await cluster.IsEqualAsync();
        cluster.Server.Change("Service", "shop", "web", service => service["spec"]!["ports"]![0]!["port"] = 81);
        cluster.Server.Delete("Ingress", "shop", "web");
        await cluster.IsEqualAsync();
        Assert.Equal(81, cluster.Store.Current.Services.Find(new("shop", "web"))!.Spec!.Ports![0].Port);
        Assert.Empty(cluster.Names("Ingress"));
        Assert.Null(cluster.Source.State.BehindSince);
    }

    [Fact]
    public async Task All_watches_share_one_connection()
    {
        await using var cluster = await FollowedCluster.StartAsync(before: server => server.Apply(Everything));
        await cluster.SyncedAsync();

        var requests = cluster.Server.Requests.All.Where(request => request.Verb is "watch").ToArray();
        Assert.Equal(6, requests.Length);
        Assert.Equal(["HTTP/2"], requests.Select(request => request.Protocol).Distinct());
        Assert.Single(requests.Select(request => request.Connection).Distinct());
        Assert.DoesNotContain(cluster.Server.Requests.All, request => request.Verb is "list");
    }

    [Theory]
    [InlineData(Cut.End)]
    [InlineData(Cut.Stream)]
    [InlineData(Cut.Connection)]
    public async Task Watches_that_are_cut_in_the_middle_of_an_event_miss_nothing_and_list_nothing(Cut cut)
    {
        await using var cluster = await FollowedCluster.StartAsync(before: server => server.Apply(Everything));
        await cluster.SyncedAsync();
        cluster.Server.Requests.Clear();
        for (var i = 0; i < 5; i++)
        {
            await Eventually.IsTrue(() => cluster.Server.Faults.OpenWatches == 6);
            cluster.Server.Faults.CutWatchesInNextEvent(cut);
            cluster.Server.Apply(Service($"s{i}") + Slice($"s{i}", $"10.244.1.{i}"));
            cluster.Server.Delete("Service", "shop", $"s{i - 1}");
            await cluster.IsEqualAsync();
        }

        Assert.DoesNotContain(cluster.Server.Requests.All, request => request.Verb == "list" && request.QueryString != "" && !request.QueryString.Contains("limit=1&", StringComparison.Ordinal));
        Assert.DoesNotContain(cluster.Server.Requests.All, request => request.QueryString.Contains("sendInitialEvents", StringComparison.Ordinal));
    }

    [Fact]
    public async Task History_that_was_lost_while_the_connection_was_away_is_made_up_for()
    {
        await using var cluster = await FollowedCluster.StartAsync(before: server => server.Apply(Everything + Service("old")));
        await cluster.SyncedAsync();
        var (web, slice) = (cluster.Store.Current.Services.Find(new("shop", "web")), cluster.Store.Current.EndpointSlices.Find(new("shop", "web-1")));
        await cluster.Server.GoAwayAsync();
        cluster.Server.Delete("Service", "shop", "old");
        cluster.Server.Apply(Service("new"));
        cluster.Server.LoseHistory();

        await cluster.Server.ComeBackAsync();

        await cluster.IsEqualAsync();
        Assert.Equal(["shop/new", "shop/web"], cluster.Names("Service"));
        Assert.Same(web, cluster.Store.Current.Services.Find(new("shop", "web")));
        Assert.Same(slice, cluster.Store.Current.EndpointSlices.Find(new("shop", "web-1")));
    }

    [Fact]
    public async Task A_server_that_comes_back_with_an_older_store_is_believed()
    {
        await using var cluster = await FollowedCluster.StartAsync(before: server => server.Apply(Everything));
        await cluster.SyncedAsync();
        var backup = cluster.Server.Snapshot();
        cluster.Server.Apply(Service("later") + Service("later-still"));
        await cluster.SeesAsync("Service", "shop/later", "shop/later-still", "shop/web");
        await cluster.Server.GoAwayAsync();
        cluster.Server.Restore(backup);

        await cluster.Server.ComeBackAsync();

        await cluster.SeesAsync("Service", "shop/web");
        cluster.Server.Apply(Service("after"));
        await cluster.IsEqualAsync();
    }

    [Fact]
    public async Task A_watch_that_stalls_in_the_middle_of_an_event_is_replaced()
    {
        await using var cluster = await FollowedCluster.StartAsync(before: server => server.Apply(Everything));
        await cluster.SyncedAsync();
        using (cluster.Server.Faults.StallWatchesInNextEvent())
        {
            cluster.Server.Apply(Service("late"));
            await cluster.Server.Requests.WaitForAsync(request => request is { Verb: "watch", Resource: "services" } && !request.QueryString.Contains("sendInitialEvents", StringComparison.Ordinal));
        }

        await cluster.IsEqualAsync();
    }

    [Fact]
    public async Task A_watch_that_falls_silent_is_replaced()
    {
        await using var cluster = await FollowedCluster.StartAsync(before: server => server.Apply(Everything));
        await cluster.SyncedAsync();
        using (cluster.Server.Faults.StallWatches())
        {
            cluster.Server.Apply(Service("late"));
            await cluster.Server.Requests.WaitForAsync(request => request is { Verb: "watch", Resource: "services" } && !request.QueryString.Contains("sendInitialEvents", StringComparison.Ordinal));
        }

        await cluster.IsEqualAsync();
    }

    [Fact]
    public async Task A_network_that_swallows_everything_is_noticed_by_pings()
    {
        await using var cluster = await FollowedCluster.StartAsync(before: server => server.Apply(Everything));
        await cluster.SyncedAsync();
        using (cluster.Server.Faults.FreezeConnections())
            await Eventually.IsTrue(() => cluster.Source.State.BehindSince is not null);

        cluster.Server.Apply(Service("late"));
        await cluster.IsEqualAsync();
        await Eventually.IsTrue(() => cluster.Source.State.BehindSince is null);
    }

    [Fact]
    public async Task Garbage_in_a_watch_is_not_believed()
    {
        await using var cluster = await FollowedCluster.StartAsync(before: server => server.Apply(Everything));
        await cluster.SyncedAsync();

        cluster.Server.Faults.SendToWatches("<html>bad gateway</html>");
        cluster.Server.Apply(Service("late"));

        await cluster.IsEqualAsync();
    }

    [Fact]
    public async Task A_start_against_a_server_in_trouble_waits_until_it_is_well()
    {
        var troubles = new[] { Reply.InternalError(), Reply.Unavailable(), Reply.TooManyRequests(), Reply.BadGateway(), Reply.Garbage(), Reply.Reset, Reply.Unauthorized() };
        await using var cluster = await FollowedCluster.StartAsync(
            new() { WatchList = false },
            server =>
            {
                server.Apply(Everything);
                foreach (var trouble in troubles)
                    server.Faults.AnswerNext(2, trouble);
            });

        await cluster.IsEqualAsync();
    }

    [Fact]
    public async Task A_server_that_asks_for_patience_gets_it()
    {
        await using var cluster = await FollowedCluster.StartAsync(
            before: server => server.Faults.AnswerNext(1, Reply.TooManyRequests(retryAfter: 1), request => request is { Resource: "services" }));
        var started = TimeProvider.System.GetTimestamp();

        await cluster.SyncedAsync();

        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromSeconds(0.95));
    }

    [Fact]
    public async Task Kinds_that_may_not_be_read_do_not_keep_the_others_from_being_served()
    {
        await using var cluster = await FollowedCluster.StartAsync(before: server =>
        {
            server.Apply(Everything);
            server.Faults.Forbid("secrets");
            server.Faults.Forbid("nodes");
        });
        await cluster.SyncedAsync();

        await cluster.SeesAsync("Service", "shop/web");
        Assert.Empty(cluster.Names("Secret"));
        await Eventually.IsTrue(() => cluster.Log.Lines.Count(line => line.Level == LogLevel.Warning) == 2);
        Assert.All(cluster.Log.Lines.Where(line => line.Level == LogLevel.Warning), line => Assert.Contains("is forbidden", line.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_right_that_is_given_later_is_used()
    {
        IDisposable? forbidden = null;
        await using var cluster = await FollowedCluster.StartAsync(before: server =>
        {
            server.Apply(Everything);
            forbidden = server.Faults.Forbid("secrets");
        });
        await cluster.SyncedAsync();
        Assert.Empty(cluster.Names("Secret"));

        forbidden!.Dispose();

        await cluster.IsEqualAsync();
    }

    [Fact]
    public async Task Namespaces_are_followed_without_a_right_to_the_others()
    {
        await using var cluster = await FollowedCluster.StartAsync(
            before: server =>
            {
                server.Apply(Everything + Service("a", space: "blue") + Service("b", space: "red"));
                server.Faults.Forbid(request => request is { Verb: "list" or "watch", Namespace: not ("shop" or "blue") });
            },
            namespaces: ["shop", "blue"]);
        await cluster.SyncedAsync();
        cluster.Server.Apply(Service("c", space: "blue") + Service("d", space: "red"));

        await cluster.SeesAsync("Service", "blue/a", "blue/c", "shop/web");
        Assert.Equal(["shop/web-1"], cluster.Names("EndpointSlice"));
        Assert.Empty(cluster.Names("Node"));
        Assert.EndsWith("namespaces shop, blue", cluster.Source.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_custom_resource_is_followed_from_when_it_is_installed_until_it_is_removed()
    {
        var kind = new WatchedKind("IngressClass", "gateway.networking.k8s.io/v1", "gatewayclasses", false, ApiJson.For<IngressClass>(new())) { IsCustom = true };
        await using var cluster = await FollowedCluster.StartAsync(kinds: [kind]);
        await cluster.SyncedAsync();
        Assert.DoesNotContain(cluster.Log.Lines, line => line.Level >= LogLevel.Warning);

        cluster.Server.InstallGatewayApi();
        cluster.Server.Apply("{ apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: { name: yarp }, spec: { controllerName: yarp-gateway.io/controller } }");
        await cluster.SeesAsync("IngressClass", "yarp");
        cluster.Server.RemoveGatewayApi();

        await cluster.SeesAsync("IngressClass");
    }

    [Fact]
    public async Task An_object_of_wrong_types_is_skipped_and_told_and_the_others_live()
    {
        await using var cluster = await FollowedCluster.StartAsync(before: server =>
        {
            server.Apply(Everything);
            server.PutUnchecked("Ingress", "shop", "broken", """{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"broken","namespace":"shop"},"spec":{"rules":"none"}}""");
        });
        await cluster.SyncedAsync();

        await cluster.SeesAsync("Ingress", "shop/web");
        Assert.Contains(cluster.Log.Lines, line => line.Text.Contains("Ingress shop/broken cannot be read", StringComparison.Ordinal) && line.Text.Contains("spec.rules", StringComparison.Ordinal));
        cluster.Server.Apply(Ingress("broken", "web", "other.test"));
        await cluster.SeesAsync("Ingress", "shop/broken", "shop/web");
    }

    [Fact]
    public async Task Objects_with_missing_and_unknown_fields_are_followed()
    {
        await using var cluster = await FollowedCluster.StartAsync();
        await cluster.SyncedAsync();
        cluster.Server.PutUnchecked("Ingress", "shop", "host-only", """{"metadata":{"name":"host-only","namespace":"shop"},"spec":{"ingressClassName":"yarp","rules":[{"host":"a.test"}],"newField":{"x":[1]}}}""");
        cluster.Server.PutUnchecked("Ingress", "shop", "no-service", """{"metadata":{"name":"no-service","namespace":"shop"},"spec":{"ingressClassName":"yarp","defaultBackend":{"resource":{"kind":"Bucket","name":"b"}}}}""");
        cluster.Server.PutUnchecked("Service", "shop", "no-ports", """{"metadata":{"name":"no-ports","namespace":"shop"},"spec":{"clusterIP":"None"}}""");
        cluster.Server.PutUnchecked("Service", "shop", "bare", """{"metadata":{"name":"bare","namespace":"shop"}}""");

        await cluster.SeesAsync("Ingress", "shop/host-only", "shop/no-service");
        await cluster.SeesAsync("Service", "shop/bare", "shop/no-ports");
        Translator.Translate(cluster.Store.Current, TranslationResult.Empty, new());
    }

    [Fact]
    public async Task The_order_in_which_objects_come_does_not_matter()
    {
        string[] parts = [Service("web"), Slice("web", "10.244.1.5"), Ingress("web", "web", "web.test", "tls"), Secret("tls")];
        await using var cluster = await FollowedCluster.StartAsync();
        await cluster.SyncedAsync();
        var (ends, result) = (new HashSet<string>(), TranslationResult.Empty);
        foreach (var order in Permutations(parts))
        {
            foreach (var part in order)
            {
                cluster.Server.Apply(part);
                await cluster.IsEqualAsync();
                result = Translator.Translate(cluster.Store.Current, result, new());
            }
            ends.Add(DesiredStateText.Build(result.Desired));
            foreach (var kind in new[] { "Service", "EndpointSlice", "Ingress", "Secret" })
                cluster.Server.Delete(kind, "shop", kind switch { "EndpointSlice" => "web-1", "Secret" => "tls", _ => "web" });
            await cluster.IsEqualAsync();
            result = Translator.Translate(cluster.Store.Current, result, new());
            Assert.Empty(result.Desired.Http.Hosts);
            Assert.Empty(result.Desired.Http.Clusters);
        }

        Assert.Single(ends);
        Assert.Contains("web.test", ends.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task After_any_history_of_changes_and_faults_the_store_is_what_the_server_is(int seed, bool streamsLists)
    {
        var random = new Random(seed);
        await using var cluster = await FollowedCluster.StartAsync(new() { WatchList = streamsLists, HistoryLimit = 50 }, server => server.Apply(Everything));
        await cluster.SyncedAsync();
        for (var step = 0; step < 300; step++)
        {
            Churn.Change(cluster.Server, random);
            if (random.Next(15) == 0)
                await Churn.BreakAsync(cluster.Server, random);
        }

        await cluster.Server.ComeBackAsync();
        await cluster.IsEqualAsync();
    }

    private static IEnumerable<T[]> Permutations<T>(T[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany((first, index) => Permutations<T>([.. items[..index], .. items[(index + 1)..]]).Select(rest => (T[])[first, .. rest]));
}
