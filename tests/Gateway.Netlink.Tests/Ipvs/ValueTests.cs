using System.Net;
using System.Net.Sockets;
using Gateway.Netlink.Conntrack;
using Gateway.Netlink.Ipvs;
using Gateway.Netlink.Routing;
using Gateway.Netlink.Tests.Support;

namespace Gateway.Netlink.Tests.Ipvs;

/// <summary>No value can be made that the kernel could not be told, and the complaint names the field.</summary>
public sealed class ValueTests
{
    private static readonly IPAddress Address = IPAddress.Parse("192.0.2.1");

    private static readonly IpvsServiceKey V4 = IpvsServiceKey.For(Address, 80, IpvsProtocol.Tcp);

    private static readonly IpvsServiceKey V6 = IpvsServiceKey.For(IPAddress.Parse("2001:db8::1"), 80, IpvsProtocol.Udp);

    public static TheoryData<string, Func<object>> Impossible => new()
    {
        { "port", () => IpvsServiceKey.For(Address, 65_536, IpvsProtocol.Tcp) },
        { "port", () => IpvsServiceKey.For(Address, -1, IpvsProtocol.Tcp) },
        { "protocol", () => IpvsServiceKey.For(Address, 80, (IpvsProtocol)1) },
        { "address", () => IpvsServiceKey.For(IPAddress.Parse("::ffff:192.0.2.1"), 80, IpvsProtocol.Tcp) },
        { "address", () => IpvsServiceKey.For(IPAddress.Parse("fe80::1%2"), 80, IpvsProtocol.Tcp) },
        { "address", () => IpvsServiceKey.For(null!, 80, IpvsProtocol.Tcp) },
        { "mark", () => IpvsServiceKey.ForMark(0, AddressFamily.InterNetwork) },
        { "family", () => IpvsServiceKey.ForMark(1, AddressFamily.Unix) },
        { "Scheduler", () => new IpvsService(V4) { Scheduler = "" } },
        { "Scheduler", () => new IpvsService(V4) { Scheduler = "sixteen-letters-" } },
        { "Scheduler", () => new IpvsService(V4) { Scheduler = "r r" } },
        { "PersistenceTimeout", () => new IpvsService(V4) { PersistenceTimeout = TimeSpan.FromSeconds(4_294_968) } },
        { "PersistenceTimeout", () => new IpvsService(V4) { PersistenceTimeout = TimeSpan.FromSeconds(-0.5) } },
        { "PersistencePrefix", () => new IpvsService(V4) { PersistencePrefix = 33 } },
        { "PersistencePrefix", () => new IpvsService(V6) { PersistencePrefix = 0 } },
        { "PersistencePrefix", () => new IpvsService(V6) { PersistencePrefix = 129 } },
        { "Weight", () => new IpvsDestination(Address, 80) { Weight = -1 } },
        { "port", () => new IpvsDestination(Address, 65_536) },
        { "address", () => new IpvsDestination(IPAddress.Any, 80) },
        { "address", () => new IpvsDestination(IPAddress.Broadcast, 80) },
        { "address", () => new IpvsDestination(IPAddress.Parse("239.1.2.3"), 80) },
        { "address", () => new IpvsDestination(IPAddress.IPv6Any, 80) },
        { "address", () => new IpvsDestination(IPAddress.Parse("ff02::1"), 80) },
        { "address", () => new IpvsDestination(IPAddress.Parse("fe80::1%2"), 80) },
        { "Forwarding", () => new IpvsDestination(Address, 80) { Forwarding = (IpvsForwarding)8 } },
        { "upper", () => new IpvsThresholds(1u << 31) },
        { "lower", () => new IpvsThresholds(5, 6) },
        { "lower", () => new IpvsThresholds(0, 1) },
        { "address", () => new IpvsDestinationKey(null!, 80) },
        { "port", () => new IpvsDestinationKey(Address, 65_536) },
        { "type", () => new IpvsTunnel((IpvsTunnelType)3) },
        { "port", () => new IpvsTunnel(IpvsTunnelType.Gue) },
        { "port", () => new IpvsTunnel(IpvsTunnelType.Gue, 65_536) },
        { "port", () => new IpvsTunnel(IpvsTunnelType.Gre, 6080) },
        { "port", () => new IpvsTunnel(IpvsTunnelType.IpIp, 6080) },
        { "key", () => new IpvsService(default) },
        { "service", () => new IpvsCommand.DeleteService(default) },
        { "service", () => new IpvsCommand.Zero(default(IpvsServiceKey)) },
        { "Destination", () => new IpvsCommand.DeleteDestination(V4, default) },
        { "destination", () => new IpvsCommand.AddDestination(V4, new(V6.Address!, 80)) },
        { "destination", () => new IpvsCommand.SetDestination(V6, new(Address, 80) { Forwarding = IpvsForwarding.DirectRoute }) },
        { "tcp", () => new IpvsTimeouts(TimeSpan.FromSeconds(21_474_837), default, default) },
        { "tcpFin", () => new IpvsTimeouts(default, TimeSpan.FromSeconds(-0.1), default) },
        { "udp", () => new IpvsTimeouts(default, default, TimeSpan.FromSeconds(-1)) },
        { "state", () => new IpvsDaemon((IpvsDaemonState)3, "eth0") },
        { "interface", () => new IpvsDaemon(IpvsDaemonState.Master, "sixteen-letters-") },
        { "interface", () => new IpvsDaemon(IpvsDaemonState.Master, "") },
        { "interface", () => new IpvsDaemon(IpvsDaemonState.Master, "..") },
        { "interface", () => new IpvsDaemon(IpvsDaemonState.Master, "eth0:1") },
        { "interface", () => new IpvsDaemon(IpvsDaemonState.Master, "eth 0") },
        { "interface", () => new IpvsDaemon(IpvsDaemonState.Master, "a/b") },
        { "interface", () => new IpvsDaemon(IpvsDaemonState.Master, "üüüüüüüü") },
        { "interface", () => new IpvsDaemon(IpvsDaemonState.Master, "là") }, // the last byte is the kernel's no-break space
        { "SyncId", () => new IpvsDaemon(IpvsDaemonState.Master, "eth0") { SyncId = -1 } },
        { "Group", () => new IpvsDaemon(IpvsDaemonState.Master, "eth0") { Group = IPAddress.Parse("2001:db8::1") } },
        { "Group", () => new IpvsDaemon(IpvsDaemonState.Master, "eth0") { Group = IPAddress.Parse("ff02::1%2") } },
        { "Group", () => new IpvsDaemon(IpvsDaemonState.Master, "eth0") { Group = IPAddress.Parse("::ffff:224.0.0.81") } },
        { "SyncId", () => new IpvsDaemon(IpvsDaemonState.Master, "eth0") { SyncId = 256 } },
        { "MaxLength", () => new IpvsDaemon(IpvsDaemonState.Master, "eth0") { MaxLength = 65_508 } },
        { "Group", () => new IpvsDaemon(IpvsDaemonState.Master, "eth0") { Group = Address } },
        { "Port", () => new IpvsDaemon(IpvsDaemonState.Master, "eth0") { Port = 65_536 } },
        { "TimeToLive", () => new IpvsDaemon(IpvsDaemonState.Master, "eth0") { TimeToLive = 256 } },
        { "linkIndex", () => new AddressCommand.Add(0, Address, 32) },
        { "address", () => new AddressCommand.Add(1, IPAddress.Parse("fe80::1%2"), 64) },
        { "prefixLength", () => new AddressCommand.Add(1, Address, 33) },
        { "prefixLength", () => new AddressCommand.Delete(1, IPAddress.IPv6Loopback, 129) },
        { "Family", () => Flow(AddressFamily.Unix, Address, IpvsProtocol.Udp) },
        { "OriginalDestination", () => Flow(AddressFamily.InterNetwork, IPAddress.IPv6Loopback, IpvsProtocol.Udp) },
        { "Protocol", () => Flow(AddressFamily.InterNetwork, Address, (IpvsProtocol)1) },
    };

    /// <summary>At the edge of what is possible, and odd.</summary>
    public static TheoryData<Func<object>> Possible => new()
    {
        () => IpvsServiceKey.For(IPAddress.Any, 0, IpvsProtocol.Sctp),
        () => IpvsServiceKey.For(IPAddress.Parse("ff02::1"), 65_535, IpvsProtocol.Udp),
        () => IpvsServiceKey.ForMark(uint.MaxValue, AddressFamily.InterNetworkV6),
        () => new IpvsService(V4) { Scheduler = "fifteen-letters", PersistencePrefix = 0, PersistenceTimeout = TimeSpan.FromSeconds(4_294_967) },
        () => new IpvsService(V6) { Scheduler = "none", PersistencePrefix = 1, Flags = (IpvsServiceFlags)uint.MaxValue },
        () => new IpvsDestination(IPAddress.Parse("fe80::1"), 0) { Weight = int.MaxValue, Forwarding = (IpvsForwarding)7 },
        () => new IpvsDestination(IPAddress.Parse("240.0.0.1"), 65_535) { Weight = 0, Thresholds = new(int.MaxValue, int.MaxValue) },
        () => new IpvsTunnel(IpvsTunnelType.Gue, 65_535, ushort.MaxValue),
        () => new IpvsCommand.AddDestination(V4, new(V6.Address!, 80) { Forwarding = IpvsForwarding.Tunnel }),
        () => new IpvsCommand.DeleteDestination(V4, new(V6.Address!, 80)),
        () => new IpvsTimeouts(TimeSpan.FromSeconds(21_474_836), TimeSpan.Zero, TimeSpan.FromSeconds(0.5)),
        () => new IpvsDaemon(IpvsDaemonState.Backup, "ü-netz_1.2@x~") { SyncId = 255, MaxLength = 65_507, Port = 65_535, TimeToLive = 255, Group = IPAddress.Parse("ff02::81") },
        () => new AddressCommand.Add(1, IPAddress.Parse("::ffff:192.0.2.1"), 0),
    };

    [Theory]
    [MemberData(nameof(Possible))]
    public void What_the_kernel_takes_can_be(Func<object> make) => Assert.NotNull(make());

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_is_refused_and_the_field_named(string field, Func<object> make) =>
        Assert.Contains(field, Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal);

    [Fact]
    public void No_state_of_a_daemon_but_the_two_can_be_stopped()
    {
        using var client = IpvsClient.Open(() => new FakeKernel(Controller.And(OpeningTests.Info)), _ => { });

        Assert.Contains("state", Assert.Throws<ArgumentOutOfRangeException>(() => client.StopDaemon((IpvsDaemonState)3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_a_second_are_not_the_kernels_to_know() =>
        Assert.Equal(TimeSpan.FromSeconds(2), new IpvsService(V4) { PersistenceTimeout = TimeSpan.FromSeconds(2.9) }.PersistenceTimeout);

    [Fact]
    public void By_default_the_whole_address_makes_a_client() =>
        Assert.Equal((32, 128), (new IpvsService(V4).PersistencePrefix, new IpvsService(V6).PersistencePrefix));

    private static ConntrackFlow Flow(AddressFamily family, IPAddress destination, IpvsProtocol protocol) =>
        new(family, protocol, new(Address, 1), new(destination, 2), new(Address, 3), new(Address, 4), 5);
}
