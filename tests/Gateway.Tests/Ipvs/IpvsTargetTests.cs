using System.Net;
using Gateway.Ipvs;
using Gateway.Ipvs.Network;
using Gateway.Model;
using Gateway.Model.Translation;
using Gateway.Netlink;
using Gateway.Netlink.Ipvs;
using Gateway.Reconciliation;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Ipvs;

public sealed class IpvsTargetTests : IDisposable
{
    private static readonly IpvsServiceKey Web = Services.Key("10.96.0.1", 80);
    private static readonly IpvsServiceKey Dns = Services.Key("10.96.0.10", 53, IpvsProtocol.Udp);
    private static readonly IpvsDestinationKey First = Services.Endpoint("10.244.0.1:80");
    private static readonly IpvsDestinationKey Second = Services.Endpoint("10.244.0.2:80");

    private readonly KernelScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_service_is_in_the_kernel_with_its_address_on_our_link()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80", "10.244.0.2:80"));

        Assert.Equal([First, Second], _scene.Ipvs.Destinations(Web).Keys);
        Assert.Equal([Web.Address], _scene.Network.Bound);
    }

    [Fact]
    public async Task A_service_that_goes_leaves_nothing()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"), Services.Tcp("n", Services.NodePort(30001, "10.244.0.1:80")));
        await _scene.ApplyAsync();

        Assert.Empty(_scene.Ipvs.Keys);
        Assert.Empty(_scene.Network.Bound);
        Assert.All(Enum.GetValues<Gateway.Ipvs.Filtering.NftSet>(), set => Assert.Empty(_scene.Network.Nft.Elements(Gateway.Ipvs.Filtering.NftablesText.Name(set))));
    }

    [Fact]
    public async Task A_changed_endpoint_costs_one_request_to_IPVS_and_touches_nothing_else()
    {
        var others = Enumerable.Range(0, 200).Select(i => Services.Tcp($"s{i}", Services.At($"10.97.0.{i}", 80, "10.244.1.1:80"))).ToArray();
        await _scene.ApplyAsync([WebAt("10.244.0.1:80*3"), .. others]);
        var (requests, done) = (_scene.Ipvs.Requests, _scene.Ipvs.Done.Count);

        await _scene.ApplyAsync([WebAt("10.244.0.1:80*3", "10.244.0.2:80"), .. others]);

        Assert.Equal(1, _scene.Ipvs.Requests - requests);
        Assert.Equal([new IpvsCommand.AddDestination(Web, new(Second.Address, 80))], _scene.Ipvs.Done[done..]);
    }

    [Fact]
    public async Task A_state_that_is_no_other_costs_no_request()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"));
        var (requests, transactions) = (_scene.Ipvs.Requests, _scene.Network.Transactions);

        await _scene.ApplyAsync(WebAt("10.244.0.1:80"));

        Assert.Equal((requests, transactions), (_scene.Ipvs.Requests, _scene.Network.Transactions));
    }

    [Fact]
    public async Task A_destination_drains_until_its_connections_end()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80", "10.244.0.2:80"));
        _scene.Ipvs.Connect(Web, First, active: 1);
        await _scene.ApplyAsync(WebAt("10.244.0.2:80"));
        Assert.Equal(0, _scene.Ipvs.Destinations(Web)[First].Weight);

        await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));
        Assert.Contains(First, _scene.Ipvs.Destinations(Web));
        _scene.Ipvs.Connect(Web, First, active: 0, inactive: 1);
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));
        Assert.Contains(First, _scene.Ipvs.Destinations(Web));
        _scene.Ipvs.Connect(Web, First, active: 0);
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));

        Assert.DoesNotContain(First, _scene.Ipvs.Destinations(Web));
    }

    [Fact]
    public async Task A_drain_ends_at_its_deadline_whatever_connections_there_are()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80", "10.244.0.2:80"));
        _scene.Ipvs.Connect(Web, First, active: 1);
        await _scene.ApplyAsync(WebAt("10.244.0.2:80"));

        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromMinutes(14); passed += TimeSpan.FromSeconds(20))
            await _scene.UpkeepAfter(TimeSpan.FromSeconds(20));
        Assert.Contains(First, _scene.Ipvs.Destinations(Web));
        await _scene.UpkeepAfter(TimeSpan.FromMinutes(1));
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));

        Assert.DoesNotContain(First, _scene.Ipvs.Destinations(Web));
    }

    [Fact]
    public async Task An_endpoint_that_comes_back_while_it_drains_serves_at_once()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80", "10.244.0.2:80"));
        _scene.Ipvs.Connect(Web, First, active: 1);
        await _scene.ApplyAsync(WebAt("10.244.0.2:80"));
        await _scene.ApplyAsync(WebAt("10.244.0.1:80", "10.244.0.2:80"));
        await _scene.UpkeepAfter(TimeSpan.FromHours(1));
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));

        Assert.Equal(1, _scene.Ipvs.Destinations(Web)[First].Weight);
        Assert.DoesNotContain(_scene.Ipvs.Done, command => command is IpvsCommand.DeleteDestination);
    }

    /// <summary>kubernetes/kubernetes#99162: what another run has begun to drain is not cut off, and not left for ever.</summary>
    [Fact]
    public async Task A_drain_goes_on_after_a_restart()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80", "10.244.0.2:80"));
        _scene.Ipvs.Connect(Web, First, active: 1);
        await _scene.ApplyAsync(WebAt("10.244.0.2:80"));
        _scene.Restart();
        await _scene.ApplyAsync(WebAt("10.244.0.2:80"));
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));
        Assert.Contains(First, _scene.Ipvs.Destinations(Web));

        _scene.Ipvs.Connect(Web, First, active: 0);
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));

        Assert.DoesNotContain(First, _scene.Ipvs.Destinations(Web));
    }

    /// <summary>kubernetes/kubernetes#92019.</summary>
    [Fact]
    public async Task A_destination_in_the_plan_that_a_run_before_left_at_weight_0_gets_its_weight_back()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80", "10.244.0.2:80"));
        _scene.Ipvs.Connect(Web, First, active: 1);
        await _scene.ApplyAsync(WebAt("10.244.0.2:80"));
        _scene.Restart();
        await _scene.ApplyAsync(WebAt("10.244.0.1:80", "10.244.0.2:80"));

        Assert.Equal(1, _scene.Ipvs.Destinations(Web)[First].Weight);
    }

    [Fact]
    public async Task A_restart_adopts_what_is_there_without_one_change()
    {
        var services = new[] { WebAt("10.244.0.1:80"), Services.Tcp("n", Services.NodePort(30001, "10.244.0.1:80")) };
        await _scene.ApplyAsync(services);
        var done = _scene.Ipvs.Done.Count;
        _scene.Restart();
        await _scene.ApplyAsync(services);

        Assert.Equal(done, _scene.Ipvs.Done.Count);
        Assert.Contains(_scene.Log.Lines, line => line.Text.Contains("2 virtual services are ours already", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_removed_while_the_gateway_was_not_there_is_removed_at_its_start()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"), Services.Tcp("n", Services.NodePort(30001, "10.244.0.1:80")));
        _scene.Restart();
        await _scene.ApplyAsync(Services.Tcp("other", Services.At("10.96.0.3", 80, "10.244.0.1:80")));

        Assert.Equal([Services.Key("10.96.0.3", 80)], _scene.Ipvs.Keys);
    }

    /// <summary>kubernetes/kubernetes#71514 and #76664: datagrams of clients that go on must not be sent to an endpoint that is gone.</summary>
    [Fact]
    public async Task The_flows_of_a_UDP_endpoint_that_left_are_forgotten_and_those_of_others_are_kept()
    {
        await _scene.ApplyAsync(DnsAt("10.244.0.1:53", "10.244.0.2:53"));
        UdpFlow left = new(new(Dns.Address!, 53), new(First.Address, 53)), stays = new(new(Dns.Address!, 53), new(Second.Address, 53));
        _scene.Network.Flows.UnionWith([left, stays]);

        await _scene.ApplyAsync(DnsAt("10.244.0.2:53"));

        Assert.Equal([Services.Endpoint("10.244.0.2:53")], _scene.Ipvs.Destinations(Dns).Keys);
        Assert.Equal([stays], _scene.Network.Flows);
    }

    [Fact]
    public async Task The_flows_of_a_UDP_service_that_went_are_forgotten()
    {
        await _scene.ApplyAsync(DnsAt("10.244.0.1:53"));
        _scene.Network.Flows.Add(new(new(Dns.Address!, 53), new(First.Address, 53)));
        await _scene.ApplyAsync();

        Assert.Empty(_scene.Network.Flows);
    }

    [Fact]
    public async Task A_service_without_backends_refuses_new_connections_and_lets_the_old_end()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"));
        _scene.Ipvs.Connect(Web, First, active: 1);
        await _scene.ApplyAsync(Services.Tcp("web", Services.At("10.96.0.1", 80) with { Verdict = TrafficVerdict.Reject }));

        Assert.Equal(0, _scene.Ipvs.Destinations(Web)[First].Weight);
        Assert.Equal(["10.96.0.1 . tcp . 80 : goto refuse"], _scene.Network.Nft.Elements("verdicts"));
        _scene.Ipvs.Connect(Web, First, active: 0);
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));
        Assert.Empty(_scene.Ipvs.Keys);
        Assert.Equal([Web.Address], _scene.Network.Bound);
    }

    [Fact]
    public async Task What_somebody_else_changes_of_ours_is_put_right_and_counted()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80", "10.244.0.2:80"));
        _scene.Ipvs.Edit(new IpvsCommand.DeleteDestination(Web, First));
        _scene.Ipvs.Edit(new IpvsCommand.SetService(new(Web) { Scheduler = "sh" }));
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.Equal("rr", _scene.Ipvs.Service(Web)!.Scheduler);
        Assert.Contains(First, _scene.Ipvs.Destinations(Web));
        Assert.Contains(_scene.Log.Lines, line => line.Text.Contains("2 changes put them right", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_virtual_service_that_somebody_else_makes_on_our_address_is_removed()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"));
        _scene.Ipvs.Edit(new IpvsCommand.AddService(new(Services.Key("10.96.0.1", 443))));
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.Equal([Web], _scene.Ipvs.Keys);
    }

    [Fact]
    public async Task Tables_that_somebody_else_wiped_are_written_again()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"));
        _scene.Network.Nft.FlushRuleset();
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.Equal(["10.96.0.1 . tcp . 80"], _scene.Network.Nft.Elements("services"));
    }

    [Fact]
    public async Task A_comparison_that_finds_nothing_changes_nothing()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"));
        var (done, transactions) = (_scene.Ipvs.Done.Count, _scene.Network.Transactions);
        for (var i = 0; i < 5; i++)
            await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.Equal((done, transactions), (_scene.Ipvs.Done.Count, _scene.Network.Transactions));
    }

    [Fact]
    public async Task A_virtual_service_of_others_is_left_alone_and_said_also_where_it_came_after_the_start()
    {
        await _scene.ApplyAsync();
        _scene.Ipvs.Edit(new IpvsCommand.AddService(new(Web) { Scheduler = "sh" }));
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"));

        Assert.Empty(_scene.Ipvs.Destinations(Web));
        Assert.Empty(_scene.Network.Bound);
        Assert.Equal("ForeignVirtualService", Reason("web"));
    }

    [Fact]
    public async Task When_the_others_virtual_service_is_gone_the_Service_is_served()
    {
        _scene.Ipvs.Edit(new IpvsCommand.AddService(new(Web)));
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"));
        _scene.Ipvs.Edit(new IpvsCommand.DeleteService(Web));
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.Contains(First, _scene.Ipvs.Destinations(Web));
        Assert.Empty(_scene.Target.Conditions);
    }

    [Fact]
    public async Task A_scheduler_that_the_kernel_lacks_is_replaced_in_the_same_go_and_asked_for_again_later()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80") with { Scheduler = "nq" });
        Assert.Equal("rr", _scene.Ipvs.Service(Web)!.Scheduler);
        Assert.Contains(First, _scene.Ipvs.Destinations(Web));
        Assert.Equal("SchedulerNotAvailable", Reason("web"));

        _scene.Ipvs.Schedulers.Add("nq");
        await _scene.UpkeepAfter(TimeSpan.FromMinutes(11));

        Assert.Equal("nq", _scene.Ipvs.Service(Web)!.Scheduler);
        Assert.Empty(_scene.Target.Conditions);
    }

    [Fact]
    public async Task What_is_refused_stops_nothing_else_and_is_tried_again()
    {
        _scene.Network.Refused.Add(Web.Address!);
        var error = await Assert.ThrowsAsync<IncompleteApplyException>(() => _scene.ApplyAsync(WebAt("10.244.0.1:80"), DnsAt("10.244.0.1:53")).AsTask());
        Assert.Contains("10.96.0.1", error.Message, StringComparison.Ordinal);
        Assert.Equal([Dns], _scene.Ipvs.Keys);
        Assert.Equal("AddressNotBound", Reason("web"));

        _scene.Network.Refused.Clear();
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"), DnsAt("10.244.0.1:53"));

        Assert.Contains(Web, _scene.Ipvs.Keys);
        Assert.Empty(_scene.Target.Conditions);
    }

    [Fact]
    public async Task An_address_that_somebody_took_off_the_link_is_put_back_and_its_virtual_service_stays_ours()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"));
        _scene.Network.DeleteLink();

        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.Equal([Web.Address], _scene.Network.Bound);
        Assert.Empty(_scene.Target.Conditions);
        await _scene.ApplyAsync();
        Assert.Empty(_scene.Ipvs.Keys);
    }

    [Fact]
    public async Task An_address_that_another_link_gets_too_is_left_to_that_one_and_served_on()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"));
        var done = _scene.Ipvs.Done.Count;
        _scene.Network.Addresses.Add(new("eth0", Web.Address!));

        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.Empty(_scene.Network.Bound);
        Assert.Equal([Web], _scene.Network.ReadOwned());
        Assert.Empty(_scene.Ipvs.Done[done..]);
    }

    [Fact]
    public async Task What_is_new_is_not_served_before_its_filter_is_there_and_what_was_served_is_kept_up()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"));
        var limited = Services.Tcp("limited", Services.LoadBalancer("203.0.113.1", 80, "10.244.0.1:80") with { SourceRanges = ["192.0.2.0/24"] });
        _scene.Network.FailingOnce.Add("nft");
        await Assert.ThrowsAsync<IncompleteApplyException>(() => _scene.ApplyAsync(WebAt("10.244.0.1:80", "10.244.0.2:80"), limited).AsTask());

        Assert.Equal([Web], _scene.Ipvs.Keys);
        Assert.Equal([Web.Address], _scene.Network.Bound);
        Assert.Contains(Second, _scene.Ipvs.Destinations(Web));
        Assert.Equal("FilterNotWritten", Reason("limited"));

        await _scene.UpkeepAfter(TimeSpan.FromSeconds(5));

        Assert.Contains(Services.Key("203.0.113.1", 80), _scene.Ipvs.Keys);
        Assert.Contains(IPAddress.Parse("203.0.113.1"), _scene.Network.Bound);
        Assert.Empty(_scene.Target.Conditions);
    }

    [Fact]
    public async Task Connections_are_refused_until_there_is_what_takes_them()
    {
        await _scene.ApplyAsync(Services.Tcp("web", Services.At("10.96.0.1", 80) with { Verdict = TrafficVerdict.Reject }));
        _scene.Ipvs.Watching = _ => Assert.NotEmpty(_scene.Network.Nft.Elements("verdicts"));

        await _scene.ApplyAsync(WebAt("10.244.0.1:80"));

        Assert.Contains(First, _scene.Ipvs.Destinations(Web));
        Assert.Empty(_scene.Network.Nft.Elements("verdicts"));
    }

    [Fact]
    public async Task A_verdict_that_was_to_go_makes_way_for_another_one()
    {
        var refused = Services.Tcp("web", Services.At("10.96.0.1", 80) with { Verdict = TrafficVerdict.Reject });
        await _scene.ApplyAsync(refused);
        _scene.Ipvs.Schedulers.Clear();
        await Assert.ThrowsAsync<IncompleteApplyException>(() => _scene.ApplyAsync(WebAt("10.244.0.1:80")).AsTask());
        Assert.Equal(["10.96.0.1 . tcp . 80 : goto refuse"], _scene.Network.Nft.Elements("verdicts"));

        await _scene.ApplyAsync(Services.Tcp("web", Services.At("10.96.0.1", 80) with { Verdict = TrafficVerdict.Drop }));

        Assert.Equal(["10.96.0.1 . tcp . 80 : drop"], _scene.Network.Nft.Elements("verdicts"));
    }

    [Fact]
    public async Task A_virtual_service_is_made_after_it_is_recorded_so_that_it_is_known_after_a_kill()
    {
        _scene.Ipvs.Watching = command =>
        {
            if (command is IpvsCommand.AddService add)
                Assert.Contains(add.Service.Key, _scene.Network.ReadOwned());
        };
        await _scene.ApplyAsync(Services.Tcp("n", Services.NodePort(30001, "10.244.0.1:80")));

        Assert.Equal([Services.Key("192.0.2.7", 30001)], _scene.Ipvs.Keys);
    }

    [Fact]
    public async Task A_record_that_could_not_be_read_at_first_is_not_wiped()
    {
        var node = Services.Tcp("n", Services.NodePort(30001, "10.244.0.1:80"));
        await _scene.ApplyAsync(node);
        _scene.Restart();
        _scene.Network.FailingOnce.Add("nft list set");
        Assert.False(await KernelScene.TryAsync(() => _scene.ApplyAsync(node).AsTask()));
        _scene.Ipvs.FailingOnce.Add("list services");
        Assert.False(await KernelScene.TryAsync(() => _scene.ApplyAsync(node).AsTask()));

        await _scene.ApplyAsync(node);
        await _scene.ApplyAsync();

        Assert.Empty(_scene.Ipvs.Keys);
    }

    [Fact]
    public async Task What_may_not_be_recorded_is_not_made()
    {
        var node = Services.Tcp("n", Services.NodePort(30001, "10.244.0.1:80"));
        await _scene.ApplyAsync(node);
        _scene.Network.FailingOnce.Add("nft");
        Assert.False(await KernelScene.TryAsync(() => _scene.ApplyAsync().AsTask()));
        _scene.Network.FailingOnce.Add("fingerprint");
        Assert.False(await KernelScene.TryAsync(() => _scene.ApplyAsync().AsTask()));
        _scene.Network.FailingOnce.Add("nft");
        Assert.False(await KernelScene.TryAsync(() => _scene.ApplyAsync(node).AsTask()));
        Assert.Empty(_scene.Ipvs.Keys);

        await _scene.ApplyAsync(node);

        Assert.Equal(_scene.Network.ReadOwned(), _scene.Ipvs.Keys);
    }

    [Fact]
    public async Task Without_IPVS_that_is_said_once_and_it_is_asked_for_again_until_it_is_there()
    {
        var log = new RecordedLog<IpvsTarget>();
        var isThere = false;
        using var target = new IpvsTarget(
            () => isThere ? _scene.Ipvs : throw new NetlinkException(2, "this kernel has no IPVS: load the module ip_vs"), () => _scene.Network, new(), _scene.Time, log);
        var cancellation = TestContext.Current.CancellationToken;
        await target.ApplyAsync(Services.Desired(WebAt("10.244.0.1:80")), cancellation);
        for (var i = 0; i < 50; i++)
        {
            _scene.Time.Advance(TimeSpan.FromSeconds(5));
            await target.UpkeepAsync(cancellation);
        }
        Assert.Equal(LogLevel.Error, Assert.Single(log.Lines).Level);
        Assert.Equal("IpvsNotAvailable", target.Conditions.Find(new("Service", new("default", "web")))!.Items[0].Reason);

        isThere = true;
        _scene.Time.Advance(TimeSpan.FromMinutes(1));
        await target.UpkeepAsync(cancellation);

        Assert.Null(target.Unavailable);
        Assert.Empty(target.Conditions);
        _scene.Time.Advance(TimeSpan.FromSeconds(30));
        await target.UpkeepAsync(cancellation);
        Assert.Contains(First, _scene.Ipvs.Destinations(Web));
    }

    [Fact]
    public async Task On_another_system_that_is_said()
    {
        using var target = new IpvsTarget(() => throw new PlatformNotSupportedException("not Linux"), () => _scene.Network, new(), _scene.Time, _scene.Log);
        await target.ApplyAsync(Services.Desired(WebAt("10.244.0.1:80")), TestContext.Current.CancellationToken);

        Assert.Equal("not Linux", target.Unavailable);
    }

    [Fact]
    public async Task Before_anything_is_desired_nothing_is_touched()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"));
        _scene.Restart();
        await _scene.UpkeepAfter(TimeSpan.FromMinutes(1));

        Assert.Contains(Web, _scene.Ipvs.Keys);
    }

    [Fact]
    public async Task The_kernel_stays_as_it_is_when_the_gateway_stops()
    {
        await _scene.ApplyAsync(WebAt("10.244.0.1:80"));
        _scene.Target.Dispose();

        Assert.True(_scene.Ipvs.IsDisposed);
        Assert.Contains(Web, _scene.Ipvs.Keys);
    }

    private static Layer4Service WebAt(params string[] backends) => Services.Tcp("web", Services.At("10.96.0.1", 80, backends));

    private static Layer4Service DnsAt(params string[] backends) => Services.Udp("dns", Services.At("10.96.0.10", 53, backends));

    private string? Reason(string name) => _scene.Target.Conditions.Find(new("Service", new("default", name)))?.Items[0].Reason;
}
