using System.Net;
using Gateway.Ipvs.Planning;
using Gateway.Ipvs.Programming;
using Gateway.Model;
using Gateway.Netlink.Ipvs;

namespace Gateway.Tests.Ipvs;

public sealed class IpvsDiffTests
{
    private static readonly IpvsServiceKey Tcp = Services.Key("10.96.0.1", 80);
    private static readonly IpvsServiceKey Udp = Services.Key("10.96.0.1", 53, IpvsProtocol.Udp);

    [Fact]
    public void Nothing_is_done_where_all_is_as_planned() => Assert.Empty(Diff(Tcp, Known(Tcp, ("10.1.0.1", 2)), Wanted(Tcp, ("10.1.0.1", 2))));

    [Fact]
    public void A_new_service_comes_before_its_destinations() =>
        Assert.Equal([OperationKind.AddService, OperationKind.AddDestination], Diff(Tcp, null, Wanted(Tcp, ("10.1.0.1", 1))));

    [Fact]
    public void A_new_destination_comes_before_the_old_one_goes() =>
        Assert.Equal([OperationKind.AddDestination, OperationKind.Drain], Diff(Tcp, Known(Tcp, ("10.1.0.1", 1)), Wanted(Tcp, ("10.1.0.2", 1))));

    [Fact]
    public void A_weight_that_differs_is_set() =>
        Assert.Equal([OperationKind.ChangeDestination], Diff(Tcp, Known(Tcp, ("10.1.0.1", 1)), Wanted(Tcp, ("10.1.0.1", 3))));

    /// <summary>A planned destination that a run before left at weight 0 must not stay there for good.</summary>
    [Fact]
    public void A_destination_that_comes_back_while_it_drains_gets_its_weight_back() =>
        Assert.Equal([OperationKind.ChangeDestination], Diff(Tcp, Known(Tcp, ("10.1.0.1", 0)), Wanted(Tcp, ("10.1.0.1", 1))));

    [Fact]
    public void One_that_drains_already_is_left_to_drain() =>
        Assert.Empty(Diff(Tcp, Known(Tcp, ("10.1.0.1", 0), ("10.1.0.2", 1)), Wanted(Tcp, ("10.1.0.2", 1))));

    [Fact]
    public void A_destination_of_UDP_goes_at_once() =>
        Assert.Equal([OperationKind.DeleteDestination], Diff(Udp, Known(Udp, ("10.1.0.1", 1), ("10.1.0.2", 1)), Wanted(Udp, ("10.1.0.2", 1))));

    [Fact]
    public void A_service_that_nobody_wants_goes_at_once() =>
        Assert.Equal([OperationKind.DeleteService], Diff(Tcp, Known(Tcp, ("10.1.0.1", 1)), null));

    [Fact]
    public void A_service_without_backends_drains_before_it_goes()
    {
        var closed = new VirtualServer(Tcp, default);

        Assert.Equal([OperationKind.Drain], Diff(Tcp, Known(Tcp, ("10.1.0.1", 1)), closed));
        Assert.Empty(Diff(Tcp, Known(Tcp, ("10.1.0.1", 0)), closed));
        Assert.Equal([OperationKind.DeleteService], Diff(Tcp, Known(Tcp), closed));
    }

    [Fact]
    public void A_service_of_UDP_without_backends_goes_at_once() =>
        Assert.Equal([OperationKind.DeleteService], Diff(Udp, Known(Udp, ("10.1.0.1", 1)), new VirtualServer(Udp, default)));

    [Theory]
    [InlineData("wrr", IpvsServiceFlags.None, 0)]
    [InlineData("rr", IpvsServiceFlags.Persistent, 60)]
    [InlineData("rr", IpvsServiceFlags.Scheduler2, 0)]
    public void Scheduler_and_flags_are_set_where_they_differ(string scheduler, IpvsServiceFlags flags, int timeout)
    {
        var known = new KnownService(new(Tcp) { Scheduler = scheduler, Flags = flags, PersistenceTimeout = TimeSpan.FromSeconds(timeout) });

        Assert.Equal([OperationKind.ChangeService], Diff(Tcp, known, Wanted(Tcp)));
    }

    [Fact]
    public void Timeout_and_prefix_count_for_persistent_services_alone()
    {
        var service = new IpvsService(Tcp) { Flags = IpvsServiceFlags.Persistent, PersistenceTimeout = TimeSpan.FromSeconds(60) };

        Assert.False(IpvsDiff.AreSame(service, service with { PersistenceTimeout = TimeSpan.FromSeconds(61) }));
        Assert.False(IpvsDiff.AreSame(service, service with { PersistencePrefix = 24 }));
        Assert.True(IpvsDiff.AreSame(new IpvsService(Tcp), new IpvsService(Tcp) { PersistencePrefix = 24, PersistenceTimeout = TimeSpan.FromSeconds(300) }));
    }

    [Fact]
    public void Another_way_of_forwarding_is_set_right_but_a_local_destination_is_fine()
    {
        var wanted = new IpvsDestination(IPAddress.Parse("10.1.0.1"), 80);

        Assert.False(IpvsDiff.AreSame(wanted with { Forwarding = IpvsForwarding.DirectRoute }, wanted));
        Assert.True(IpvsDiff.AreSame(wanted with { Forwarding = IpvsForwarding.LocalNode }, wanted));
        Assert.False(IpvsDiff.AreSame(wanted with { Thresholds = new(5) }, wanted));
    }

    [Fact]
    public void Over_all_services_what_is_new_comes_first_and_what_goes_last()
    {
        var operations = IpvsDiff.Of(Tcp, Known(Tcp), null)
            .Concat(IpvsDiff.Of(Udp, Known(Udp, ("10.1.0.1", 1)), Wanted(Udp, ("10.1.0.1", 2))))
            .Concat(IpvsDiff.Of(Services.Key("10.96.0.2", 80), null, Wanted(Services.Key("10.96.0.2", 80))));

        Assert.Equal([OperationKind.AddService, OperationKind.ChangeDestination, OperationKind.DeleteService], IpvsDiff.InOrder(operations).Select(operation => operation.Kind));
    }

    private static IEnumerable<OperationKind> Diff(IpvsServiceKey key, KnownService? known, VirtualServer? wanted) => IpvsDiff.Of(key, known, wanted).Select(operation => operation.Kind);

    private static KnownService Known(IpvsServiceKey key, params (string Address, int Weight)[] destinations) => KnownService.Of(new(key), destinations.Select(Destination));

    private static VirtualServer Wanted(IpvsServiceKey key, params (string Address, int Weight)[] destinations) =>
        new(key, default) { Service = new(key), Destinations = destinations.Select(Destination).ToValueArray() };

    private static IpvsDestination Destination((string Address, int Weight) destination) => new(IPAddress.Parse(destination.Address), 80) { Weight = destination.Weight };
}
