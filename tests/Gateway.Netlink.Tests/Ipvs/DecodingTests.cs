using System.Net;
using System.Net.Sockets;
using Gateway.Netlink.Ipvs;
using Gateway.Netlink.Tests.Support;
using static Gateway.Netlink.Ipvs.IpvsConstants;

namespace Gateway.Netlink.Tests.Ipvs;

/// <summary>What others may have put into the kernel's table, and what older kernels say, is read all the same.</summary>
public sealed class DecodingTests
{
    private delegate void Write(ref AttributeWriter attributes);

    private static readonly byte[] V4 = [10, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    [Fact]
    public void A_service_without_a_scheduler_has_the_kernels_word_for_it() =>
        Assert.Equal("none", Service((ref attributes) => attributes.WriteString(IPVS_SVC_ATTR_SCHED_NAME, "none"))?.Service.Scheduler);

    [Fact]
    public void A_scheduler_that_the_kernel_does_not_come_with_keeps_its_name() =>
        Assert.Equal("my_own-1", Service((ref attributes) => attributes.WriteString(IPVS_SVC_ATTR_SCHED_NAME, "my_own-1"))?.Service.Scheduler);

    [Fact]
    public void The_flag_that_is_the_kernels_own_is_not_read() => Assert.Equal(
        IpvsServiceFlags.Persistent,
        Service((ref attributes) => attributes.WriteBytes(IPVS_SVC_ATTR_FLAGS, Hex.Parse("03000000 ffffffff")))?.Service.Flags);

    [Theory]
    [InlineData("ffffffff", 32)]
    [InlineData("ffff0000", 16)]
    [InlineData("00000000", 0)]
    [InlineData("ff00ff00", 8)]
    public void Of_a_netmask_the_bits_before_the_first_gap_are_read(string mask, int prefix) =>
        Assert.Equal(prefix, Service((ref attributes) => attributes.WriteBytes(IPVS_SVC_ATTR_NETMASK, Hex.Parse(mask)))?.Service.PersistencePrefix);

    [Fact]
    public void A_timeout_longer_than_ours_may_be_is_the_longest() =>
        Assert.Equal(4_294_967, Service((ref attributes) => attributes.WriteUInt32(IPVS_SVC_ATTR_TIMEOUT, uint.MaxValue))?.Service.PersistenceTimeout.TotalSeconds);

    [Fact]
    public void A_service_of_a_firewall_mark_has_neither_address_nor_protocol() => Assert.Equal(
        IpvsServiceKey.ForMark(7, AddressFamily.InterNetworkV6),
        Nested<IpvsServiceState>(IPVS_CMD_ATTR_SERVICE, IpvsServiceCodec.Read, (ref attributes) =>
        {
            attributes.WriteUInt16(IPVS_SVC_ATTR_AF, 10);
            attributes.WriteUInt32(IPVS_SVC_ATTR_FWMARK, 7);
        })?.Service.Key);

    [Theory]
    [InlineData(10, 6, "0000000000000000 0000ffff 0a600001")] // an IPv4 address written as IPv6
    [InlineData(7, 6, "0a600001 000000000000000000000000")] // a family that is none
    [InlineData(2, 50, "0a600001 000000000000000000000000")] // a protocol that is not balanced
    [InlineData(10, 6, "0a600001")] // an address that is too short
    public void A_service_that_cannot_be_said_is_left_out(int family, int protocol, string address) => Assert.Null(
        Nested<IpvsServiceState>(IPVS_CMD_ATTR_SERVICE, IpvsServiceCodec.Read, (ref attributes) =>
        {
            attributes.WriteUInt16(IPVS_SVC_ATTR_AF, (ushort)family);
            attributes.WriteUInt16(IPVS_SVC_ATTR_PROTOCOL, (ushort)protocol);
            attributes.WriteBytes(IPVS_SVC_ATTR_ADDR, Hex.Parse(address));
            attributes.WriteUInt16BigEndian(IPVS_SVC_ATTR_PORT, 80);
        }));

    [Fact]
    public void The_counters_of_old_kernels_have_32_bits() => Assert.Equal(
        new IpvsStatistics(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
        Service((ref attributes) => WriteStatistics(ref attributes, IPVS_SVC_ATTR_STATS, isWide: false, first: 1))?.Statistics);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_counters_of_64_bits_are_preferred_whichever_comes_first(bool wideFirst)
    {
        const ulong big = 0x1_0000_0001;
        var state = Service((ref attributes) =>
        {
            if (wideFirst)
                WriteStatistics(ref attributes, IPVS_SVC_ATTR_STATS64, isWide: true, big);
            WriteStatistics(ref attributes, IPVS_SVC_ATTR_STATS, isWide: false, 1);
            if (!wideFirst)
                WriteStatistics(ref attributes, IPVS_SVC_ATTR_STATS64, isWide: true, big);
        });

        Assert.Equal(new IpvsStatistics(big, big + 1, big + 2, big + 3, big + 4, big + 5, big + 6, big + 7, big + 8, big + 9), state?.Statistics);
    }

    [Fact]
    public void A_destination_without_a_family_has_its_services() => Assert.Equal(
        new IpvsDestination(IPAddress.Parse("10.96.0.1"), 0) { Weight = 0 },
        Nested<IpvsDestinationState>(
            IPVS_CMD_ATTR_DEST,
            body => IpvsDestinationCodec.Read(body, WireAddress.AF_INET),
            (ref attributes) => attributes.WriteBytes(IPVS_DEST_ATTR_ADDR, V4))?.Destination);

    [Theory]
    [InlineData(IPVS_DEST_ATTR_TUN_TYPE, "03")] // a tunnel that is none
    [InlineData(IPVS_DEST_ATTR_TUN_TYPE, "01")] // GUE without a port
    [InlineData(IPVS_DEST_ATTR_ADDR_FAMILY, "0700")] // a family that is none
    [InlineData(IPVS_DEST_ATTR_ADDR, "e0000001 000000000000000000000000")] // a multicast address
    public void A_destination_that_cannot_be_said_is_left_out(int type, string value) => Assert.Null(
        Nested<IpvsDestinationState>(IPVS_CMD_ATTR_DEST, body => IpvsDestinationCodec.Read(body, WireAddress.AF_INET), (ref attributes) =>
        {
            attributes.WriteBytes(IPVS_DEST_ATTR_ADDR, V4);
            attributes.WriteUInt16BigEndian(IPVS_DEST_ATTR_PORT, 80);
            attributes.WriteBytes((ushort)type, Hex.Parse(value));
        }));

    [Fact]
    public void Thresholds_that_are_greater_than_ours_may_be_are_the_greatest() => Assert.Equal(
        new IpvsThresholds(int.MaxValue, int.MaxValue),
        Nested<IpvsDestinationState>(IPVS_CMD_ATTR_DEST, body => IpvsDestinationCodec.Read(body, WireAddress.AF_INET), (ref attributes) =>
        {
            attributes.WriteBytes(IPVS_DEST_ATTR_ADDR, V4);
            attributes.WriteUInt32(IPVS_DEST_ATTR_U_THRESH, uint.MaxValue);
            attributes.WriteUInt32(IPVS_DEST_ATTR_L_THRESH, uint.MaxValue - 1);
        })?.Destination.Thresholds);

    [Fact]
    public void A_daemon_with_numbers_that_are_too_great_is_read() => Assert.Equal(
        new IpvsDaemon(IpvsDaemonState.Backup, "eth0") { SyncId = 2, MaxLength = 65_507 },
        Nested<IpvsDaemon>(IPVS_CMD_ATTR_DAEMON, IpvsDaemonCodec.Read, (ref attributes) =>
        {
            attributes.WriteUInt32(IPVS_DAEMON_ATTR_STATE, 2);
            attributes.WriteString(IPVS_DAEMON_ATTR_MCAST_IFN, "eth0");
            attributes.WriteUInt32(IPVS_DAEMON_ATTR_SYNC_ID, 258);
            attributes.WriteUInt16(IPVS_DAEMON_ATTR_SYNC_MAXLEN, 65_535);
        }));

    [Fact]
    public void Everything_of_a_destination_is_read() => Assert.Equal(
        new IpvsDestinationState(
            new(IPAddress.Parse("fd00::9"), 8080)
            {
                Forwarding = IpvsForwarding.DirectRoute,
                Weight = int.MaxValue,
                Thresholds = new(1000, 750),
            },
            ActiveConnections: 4,
            InactiveConnections: 5,
            PersistentConnections: 6,
            new(7, 8, 9, 10, 11, 12, 13, 14, 15, 16)),
        Nested<IpvsDestinationState>(IPVS_CMD_ATTR_DEST, body => IpvsDestinationCodec.Read(body, WireAddress.AF_INET), (ref attributes) =>
        {
            attributes.WriteBytes(IPVS_DEST_ATTR_ADDR, IPAddress.Parse("fd00::9").GetAddressBytes());
            attributes.WriteUInt16BigEndian(IPVS_DEST_ATTR_PORT, 8080);
            // A connection's other flags are in the same number.
            attributes.WriteUInt32(IPVS_DEST_ATTR_FWD_METHOD, 0x103);
            attributes.WriteUInt32(IPVS_DEST_ATTR_WEIGHT, int.MaxValue);
            attributes.WriteByte(IPVS_DEST_ATTR_TUN_TYPE, 0);
            attributes.WriteUInt16BigEndian(IPVS_DEST_ATTR_TUN_PORT, 0);
            attributes.WriteUInt16(IPVS_DEST_ATTR_TUN_FLAGS, 0);
            attributes.WriteUInt32(IPVS_DEST_ATTR_U_THRESH, 1000);
            attributes.WriteUInt32(IPVS_DEST_ATTR_L_THRESH, 750);
            attributes.WriteUInt32(IPVS_DEST_ATTR_ACTIVE_CONNS, 4);
            attributes.WriteUInt32(IPVS_DEST_ATTR_INACT_CONNS, 5);
            attributes.WriteUInt32(IPVS_DEST_ATTR_PERSIST_CONNS, 6);
            attributes.WriteUInt16(IPVS_DEST_ATTR_ADDR_FAMILY, 10);
            WriteStatistics(ref attributes, IPVS_DEST_ATTR_STATS64, isWide: true, 7);
            attributes.WriteUInt32(99, 1);
        }));

    [Fact]
    public void A_message_without_its_header_is_refused() =>
        Assert.Equal(74, Assert.Throws<NetlinkException>(() => IpvsServiceCodec.Read([1, 1])).Error);

    [Fact]
    public void A_message_without_a_service_is_none() => Assert.Null(IpvsServiceCodec.Read([1, 1, 0, 0]));

    private static IpvsServiceState? Service(Write more) => Nested<IpvsServiceState>(IPVS_CMD_ATTR_SERVICE, IpvsServiceCodec.Read, (ref attributes) =>
    {
        attributes.WriteUInt16(IPVS_SVC_ATTR_AF, 2);
        attributes.WriteUInt16(IPVS_SVC_ATTR_PROTOCOL, 6);
        attributes.WriteBytes(IPVS_SVC_ATTR_ADDR, V4);
        attributes.WriteUInt16BigEndian(IPVS_SVC_ATTR_PORT, 80);
        more(ref attributes);
    });

    private static T? Nested<T>(ushort type, ParseBody<T> parse, Write write) where T : class
    {
        var buffer = new byte[1024];
        var attributes = new AttributeWriter(buffer.AsSpan(4));
        var nested = attributes.BeginNested(type);
        write(ref attributes);
        attributes.EndNested(nested);
        return parse(buffer.AsSpan(0, 4 + attributes.Length));
    }

    private static void WriteStatistics(ref AttributeWriter attributes, ushort type, bool isWide, ulong first)
    {
        var nested = attributes.BeginNested(type);
        for (ushort counter = IPVS_STATS_ATTR_CONNS; counter <= IPVS_STATS_ATTR_OUTBPS; counter++)
        {
            // IPVS_STATS_ATTR_PAD, by which kernels align what follows.
            attributes.WriteBytes(11, []);
            if (isWide || counter is IPVS_STATS_ATTR_INBYTES or IPVS_STATS_ATTR_OUTBYTES)
                attributes.WriteUInt64(counter, first + counter - 1);
            else
                attributes.WriteUInt32(counter, (uint)first + counter - 1);
        }
        attributes.EndNested(nested);
    }
}
