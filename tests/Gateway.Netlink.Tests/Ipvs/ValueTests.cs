using System.Net;
using System.Net.Sockets;
using Gateway.Netlink.Ipvs;
using Gateway.Netlink.Routing;

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
        { "PersistenceTimeout", () => new IpvsService(V4) { PersistenceTimeout = TimeSpan.FromDays(32) } },
        { "PersistenceTimeout", () => new IpvsService(V4) { PersistenceTimeout = TimeSpan.FromSeconds(-1) } },
        { "PersistencePrefix", () => new IpvsService(V4) { PersistencePrefix = 33 } },
        { "PersistencePrefix", () => new IpvsService(V6) { PersistencePrefix = 0 } },
        { "PersistencePrefix", () => new IpvsService(V6) { PersistencePrefix = 129 } },
        { "Weight", () => new IpvsDestination(Address, 80) { Weight = -1 } },
        { "port", () => new IpvsDestination(Address, 65_536) },
        { "Port", () => new IpvsTunnel(IpvsTunnelType.Gue) },
        { "Port", () => new IpvsTunnel(IpvsTunnelType.Gre, 6080) },
        { "tcp", () => new IpvsTimeouts(TimeSpan.FromDays(25), default, default) },
        { "udp", () => new IpvsTimeouts(default, default, TimeSpan.FromSeconds(-1)) },
        { "state", () => new IpvsDaemon((IpvsDaemonState)3, "eth0") },
        { "interface", () => new IpvsDaemon(IpvsDaemonState.Master, "sixteen-letters-") },
        { "SyncId", () => new IpvsDaemon(IpvsDaemonState.Master, "eth0") { SyncId = 256 } },
        { "MaxLength", () => new IpvsDaemon(IpvsDaemonState.Master, "eth0") { MaxLength = 65_508 } },
        { "Group", () => new IpvsDaemon(IpvsDaemonState.Master, "eth0") { Group = Address } },
        { "Port", () => new IpvsDaemon(IpvsDaemonState.Master, "eth0") { Port = 65_536 } },
        { "TimeToLive", () => new IpvsDaemon(IpvsDaemonState.Master, "eth0") { TimeToLive = 256 } },
        { "linkIndex", () => new AddressCommand.Add(0, Address, 32) },
        { "prefixLength", () => new AddressCommand.Add(1, Address, 33) },
        { "prefixLength", () => new AddressCommand.Delete(1, IPAddress.IPv6Loopback, 129) },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_is_refused_and_the_field_named(string field, Func<object> make) =>
        Assert.Contains(field, Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal);

    [Fact]
    public void Parts_of_a_second_are_not_the_kernels_to_know() =>
        Assert.Equal(TimeSpan.FromSeconds(2), new IpvsService(V4) { PersistenceTimeout = TimeSpan.FromSeconds(2.9) }.PersistenceTimeout);

    [Fact]
    public void By_default_the_whole_address_makes_a_client() =>
        Assert.Equal((32, 128), (new IpvsService(V4).PersistencePrefix, new IpvsService(V6).PersistencePrefix));
}
