using System.Net;
using System.Net.Sockets;
using Gateway.Netlink.Ipvs;
using Gateway.Netlink.Routing;
using Gateway.Netlink.Tests.Support;

namespace Gateway.Netlink.Tests.Ipvs;

/// <summary>IPVS of this machine's kernel, where it has it, in a network namespace of the test's own.</summary>
public sealed class IpvsClientTests
{
    private const int ENOENT = 2;
    private const int ESRCH = 3;
    private const int EEXIST = 17;
    private const int ENODEV = 19;

    private static readonly IPAddress V4 = IPAddress.Parse("192.0.2.1");

    private static readonly IPAddress V6 = IPAddress.Parse("2001:db8::1");

    private static readonly IpvsServiceKey Tcp = IpvsServiceKey.For(V4, 80, IpvsProtocol.Tcp);

    [Fact]
    public void A_kernel_without_it_is_told_from_all_others()
    {
        try
        {
            IpvsClient.Open().Dispose();
            Assert.Skip("this kernel has IPVS, and we may use it");
        }
        catch (NetlinkException error)
        {
            Assert.Matches("^(this kernel has no IPVS: load the module ip_vs|this process may not use IPVS)", error.Message);
        }
    }

    [Fact]
    public void Services_are_read_back_as_they_were_written() => Run(client =>
    {
        IpvsService[] services =
        [
            new(Tcp),
            new(IpvsServiceKey.For(V4, 53, IpvsProtocol.Udp)) { Flags = IpvsServiceFlags.OnePacket, Scheduler = "wrr" },
            new(IpvsServiceKey.For(V4, 3868, IpvsProtocol.Sctp)) { Scheduler = "wlc" },
            new(IpvsServiceKey.For(V6, 443, IpvsProtocol.Tcp)) { Scheduler = "mh", Flags = IpvsServiceFlags.Scheduler2 },
            new(IpvsServiceKey.For(V4, 444, IpvsProtocol.Tcp)) { Scheduler = "sh", Flags = IpvsServiceFlags.Scheduler1 | IpvsServiceFlags.Scheduler2 },
            Persistent(IpvsServiceKey.For(V4, 0, IpvsProtocol.Tcp), 10_800, prefix: 24),
            Persistent(IpvsServiceKey.For(V6, 445, IpvsProtocol.Tcp), 60, prefix: 56),
            new(IpvsServiceKey.ForMark(7, AddressFamily.InterNetwork)),
            new(IpvsServiceKey.ForMark(7, AddressFamily.InterNetworkV6)) { Scheduler = "lc" },
        ];

        Assert.Empty(client.Execute([.. services.Select(service => new IpvsCommand.AddService(service))]));

        Assert.Equal(services.OrderBy(Text), client.ListServices().Select(state => state.Service).OrderBy(Text));
        Assert.All(services, service => Assert.Equal(service, client.FindService(service.Key)?.Service));
        Assert.Empty(client.Execute([.. services.Select(service => new IpvsCommand.DeleteService(service.Key))]));
        Assert.Empty(client.ListServices());
    });

    [Fact]
    public void Destinations_are_read_back_as_they_were_written() => Run(client =>
    {
        IpvsDestination[] destinations =
        [
            new(IPAddress.Parse("198.51.100.1"), 8080) { Weight = 0 },
            new(IPAddress.Parse("198.51.100.2"), 80) { Forwarding = IpvsForwarding.DirectRoute, Weight = 65_535 },
            new(IPAddress.Parse("198.51.100.3"), 8080) { Thresholds = new(1000, 750) },
            new(IPAddress.Parse("198.51.100.4"), 80) { Forwarding = IpvsForwarding.Tunnel },
            new(IPAddress.Parse("198.51.100.5"), 80) { Forwarding = IpvsForwarding.Tunnel, Tunnel = new(IpvsTunnelType.Gue, 6080, 1) },
            new(IPAddress.Parse("198.51.100.6"), 80) { Forwarding = IpvsForwarding.Tunnel, Tunnel = new(IpvsTunnelType.Gre, 0, 1) },
            new(IPAddress.Parse("2001:db8:1::7"), 80) { Forwarding = IpvsForwarding.Tunnel },
        ];

        Assert.Empty(client.Execute(
            [new IpvsCommand.AddService(new(Tcp)), .. destinations.Select(destination => new IpvsCommand.AddDestination(Tcp, destination))]));

        Assert.Equal(destinations.OrderBy(Text), client.ListDestinations(Tcp).Select(state => state.Destination).OrderBy(Text));
    });

    [Fact]
    public void What_is_set_is_changed_in_place() => Run(client =>
    {
        var destination = new IpvsDestination(IPAddress.Parse("198.51.100.1"), 8080);
        var changed = new IpvsService(Tcp) { Scheduler = "wrr", Flags = IpvsServiceFlags.Persistent, PersistenceTimeout = TimeSpan.FromSeconds(30) };

        Assert.Empty(client.Execute(
        [
            new IpvsCommand.AddService(new(Tcp)),
            new IpvsCommand.AddDestination(Tcp, destination),
            new IpvsCommand.SetService(changed),
            new IpvsCommand.SetDestination(Tcp, destination with { Weight = 0 }),
            new IpvsCommand.Zero(Tcp),
            new IpvsCommand.Zero(null),
        ]));

        Assert.Equal(changed, client.FindService(Tcp)?.Service);
        Assert.Equal([destination with { Weight = 0 }], client.ListDestinations(Tcp).Select(state => state.Destination));
        Assert.Empty(client.Execute([new IpvsCommand.SetService(new(Tcp)), new IpvsCommand.DeleteDestination(Tcp, destination.Key)]));
        Assert.Equal(new IpvsService(Tcp), client.FindService(Tcp)?.Service);
        Assert.Empty(client.ListDestinations(Tcp));
        Assert.Empty(client.Execute([new IpvsCommand.Flush()]));
        Assert.Empty(client.ListServices());
    });

    [Fact]
    public void What_the_kernel_refuses_is_matched_to_its_command_and_the_rest_is_done() => Run(client =>
    {
        var other = IpvsServiceKey.For(V4, 81, IpvsProtocol.Tcp);
        var destination = new IpvsDestination(IPAddress.Parse("198.51.100.1"), 8080);

        var failures = client.Execute(
        [
            new IpvsCommand.AddService(new(Tcp)),
            new IpvsCommand.AddService(new(Tcp)),
            new IpvsCommand.AddService(new(other) { Scheduler = "nosuch" }),
            new IpvsCommand.SetService(new(other)),
            new IpvsCommand.DeleteService(other),
            new IpvsCommand.AddDestination(other, destination),
            new IpvsCommand.AddDestination(Tcp, destination),
            new IpvsCommand.AddDestination(Tcp, destination),
            new IpvsCommand.DeleteDestination(Tcp, new(IPAddress.Parse("198.51.100.2"), 8080)),
            new IpvsCommand.SetDestination(Tcp, new(IPAddress.Parse("198.51.100.2"), 8080)),
        ]);

        Assert.Equal(
            [(1, EEXIST), (2, ENOENT), (3, ESRCH), (4, ESRCH), (5, ESRCH), (7, EEXIST), (8, ENOENT), (9, ENOENT)],
            failures.Select(failure => (failure.Index, failure.Error)));
        Assert.Single(client.ListDestinations(Tcp));
        Assert.Null(client.FindService(other));
        Assert.Equal(ESRCH, Assert.Throws<NetlinkException>(() => client.ListDestinations(other)).Error);
    });

    [Fact]
    public void Eleven_thousand_commands_are_done_read_refused_and_flushed() => Run(client =>
    {
        var keys = Enumerable.Range(0, 1000).Select(index => IpvsServiceKey.For(V4, 1000 + index, IpvsProtocol.Tcp)).ToArray();
        var destinations = Enumerable.Range(1, 10).Select(index => new IpvsDestination(new([198, 51, 100, (byte)index]), 80) { Weight = index }).ToArray();
        IpvsCommand[] add =
        [
            .. keys.Select(key => new IpvsCommand.AddService(new(key))),
            .. keys.SelectMany(key => destinations.Select(destination => new IpvsCommand.AddDestination(key, destination))),
        ];

        Assert.Empty(client.Execute(add));
        Assert.Equal(keys.Select(Text).Order(), client.ListServices().Select(state => Text(state.Service.Key)).Order());
        Assert.All(keys, key => Assert.Equal(
            destinations, client.ListDestinations(key).Select(state => state.Destination).OrderBy(destination => destination.Weight)));
        Assert.Equal(Enumerable.Range(0, add.Length).Select(index => (index, EEXIST)), client.Execute(add).Select(failure => (failure.Index, failure.Error)));
        Assert.Empty(client.Execute([new IpvsCommand.Flush()]));
        Assert.Empty(client.ListServices());
    });

    [Fact]
    public void Timeouts_are_set_one_by_one() => Run(client =>
    {
        var before = client.GetTimeouts();
        client.SetTimeouts(new(TimeSpan.Zero, TimeSpan.FromSeconds(77), TimeSpan.Zero));

        Assert.Equal(new IpvsTimeouts(before.Tcp, TimeSpan.FromSeconds(77), before.Udp), client.GetTimeouts());
        client.SetTimeouts(before);
        Assert.Equal(before, client.GetTimeouts());
    });

    [Fact]
    public void Daemons_are_started_listed_and_stopped() => Run(client =>
    {
        using (var links = LinkClient.Open())
        {
            var link = links.AddDummy("sync0");
            links.SetUp(link.Index);
            links.Execute([new AddressCommand.Add(link.Index, V4, 24)]);
        }
        var backup = new IpvsDaemon(IpvsDaemonState.Backup, "sync0")
        {
            SyncId = 6,
            MaxLength = 1400,
            Group = IPAddress.Parse("224.0.0.83"),
            Port = 8850,
            TimeToLive = 3,
        };

        Assert.Empty(client.ListDaemons());
        client.StartDaemon(new(IpvsDaemonState.Master, "sync0") { SyncId = 5 });
        client.StartDaemon(backup);
        Assert.Equal(["Master sync0 5", "Backup sync0 6"], client.ListDaemons().Select(daemon => $"{daemon.State} {daemon.Interface} {daemon.SyncId}"));
        Assert.Equal(backup, client.ListDaemons()[1]);
        Assert.Equal(EEXIST, Assert.Throws<NetlinkException>(() => client.StartDaemon(backup)).Error);
        client.StopDaemon(IpvsDaemonState.Master);
        client.StopDaemon(IpvsDaemonState.Backup);
        Assert.Empty(client.ListDaemons());
        Assert.Equal(ESRCH, Assert.Throws<NetlinkException>(() => client.StopDaemon(IpvsDaemonState.Backup)).Error);
        Assert.Equal(ENODEV, Assert.Throws<NetlinkException>(() => client.StartDaemon(new(IpvsDaemonState.Master, "nosuch"))).Error);
    });

    private static IpvsService Persistent(IpvsServiceKey key, int seconds, int prefix) => new(key)
    {
        Flags = IpvsServiceFlags.Persistent,
        PersistenceTimeout = TimeSpan.FromSeconds(seconds),
        PersistencePrefix = prefix,
    };

    private static void Run(Action<IpvsClient> test) => NetworkNamespace.Run(() =>
    {
        using var client = Open();
        // In a namespace without any address the kernel takes no address for one that can be sent to: EINVAL for every destination of IPv4.
        using (var links = LinkClient.Open())
            links.SetUp(1);
        test(client);
    });

    private static IpvsClient Open()
    {
        try
        {
            return IpvsClient.Open();
        }
        catch (NetlinkException error)
        {
            Assert.Skip(error.Message);
            throw;
        }
    }

    private static string Text<T>(T value) => value!.ToString()!;
}
