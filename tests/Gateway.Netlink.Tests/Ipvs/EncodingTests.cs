using System.Net;
using System.Net.Sockets;
using Gateway.Netlink.Ipvs;
using Gateway.Netlink.Tests.Support;

namespace Gateway.Netlink.Tests.Ipvs;

/// <summary>Each command as bytes, written out from what linux/netlink.h, linux/genetlink.h and linux/ip_vs.h say, for a little-endian machine.</summary>
public sealed class EncodingTests
{
    private const ushort Family = 0x20;

    private static readonly IpvsServiceKey Tcp = IpvsServiceKey.For(IPAddress.Parse("10.96.0.1"), 443, IpvsProtocol.Tcp);

    private const string TcpKey =
        """
        0600 0100 0200 0000                         // IPVS_SVC_ATTR_AF = AF_INET, and padding
        0600 0200 0600 0000                         // IPVS_SVC_ATTR_PROTOCOL = IPPROTO_TCP
        1400 0300 0a600001 000000000000000000000000 // IPVS_SVC_ATTR_ADDR = 10.96.0.1 in a union nf_inet_addr
        0600 0400 01bb 0000                         // IPVS_SVC_ATTR_PORT = 443 in network order
        """;

    private static readonly IpvsServiceKey UdpV6 = IpvsServiceKey.For(IPAddress.Parse("fd00::53"), 53, IpvsProtocol.Udp);

    private const string UdpKeyV6 =
        """
        0600 0100 0a00 0000                         // IPVS_SVC_ATTR_AF = AF_INET6
        0600 0200 1100 0000                         // IPVS_SVC_ATTR_PROTOCOL = IPPROTO_UDP
        1400 0300 fd000000000000000000000000000053  // IPVS_SVC_ATTR_ADDR = fd00::53
        0600 0400 0035 0000                         // IPVS_SVC_ATTR_PORT = 53
        """;

    private static readonly IpvsServiceKey Mark = IpvsServiceKey.ForMark(7, AddressFamily.InterNetworkV6);

    private const string MarkKey =
        """
        0600 0100 0a00 0000                         // IPVS_SVC_ATTR_AF = AF_INET6
        0800 0500 07000000                          // IPVS_SVC_ATTR_FWMARK = 7
        """;

    [Fact]
    public void A_new_service() => Same(
        Encode(new IpvsCommand.AddService(new(Tcp))),
        """
        68000000 2000 0100 00000000 00000000        // nlmsghdr: 104 bytes, the family, NLM_F_REQUEST; sequence and port come later
        01 01 0000                                  // genlmsghdr: IPVS_CMD_NEW_SERVICE, version 1
        5400 0180                                   // IPVS_CMD_ATTR_SERVICE, nested, 84 bytes
        """,
        TcpKey,
        """
        0700 0600 727200 00                         // IPVS_SVC_ATTR_SCHED_NAME = "rr"
        0c00 0700 00000000 ffffffff                 // IPVS_SVC_ATTR_FLAGS: struct ip_vs_flags, no flag, every flag meant
        0800 0800 00000000                          // IPVS_SVC_ATTR_TIMEOUT = 0 s
        0800 0900 ffffffff                          // IPVS_SVC_ATTR_NETMASK = 255.255.255.255
        """);

    [Fact]
    public void A_persistent_service_with_a_netmask() => Same(
        Encode(new IpvsCommand.SetService(new(Tcp)
        {
            Scheduler = "mh",
            Flags = IpvsServiceFlags.Persistent | IpvsServiceFlags.Hashed | IpvsServiceFlags.Scheduler1 | IpvsServiceFlags.Scheduler2,
            PersistenceTimeout = TimeSpan.FromHours(3),
            PersistencePrefix = 22,
        })),
        """
        68000000 2000 0100 00000000 00000000
        02 01 0000                                  // IPVS_CMD_SET_SERVICE
        5400 0180
        """,
        TcpKey,
        """
        0700 0600 6d6800 00                         // IPVS_SVC_ATTR_SCHED_NAME = "mh"
        0c00 0700 19000000 ffffffff                 // IPVS_SVC_ATTR_FLAGS = PERSISTENT | SCHED1 | SCHED2, and not the kernel's own HASHED
        0800 0800 302a0000                          // IPVS_SVC_ATTR_TIMEOUT = 10800 s
        0800 0900 fffffc00                          // IPVS_SVC_ATTR_NETMASK = 255.255.252.0 in network order
        """);

    [Fact]
    public void A_service_of_IPv6_whose_netmask_is_a_number_of_bits() => Same(
        Encode(new IpvsCommand.AddService(new(UdpV6)
        {
            Scheduler = "lblcr",
            Flags = IpvsServiceFlags.OnePacket,
            PersistencePrefix = 64,
        })),
        """
        6c000000 2000 0100 00000000 00000000
        01 01 0000
        5800 0180
        """,
        UdpKeyV6,
        """
        0a00 0600 6c626c637200 0000                 // IPVS_SVC_ATTR_SCHED_NAME = "lblcr"
        0c00 0700 04000000 ffffffff                 // IPVS_SVC_ATTR_FLAGS = ONEPACKET
        0800 0800 00000000
        0800 0900 40000000                          // IPVS_SVC_ATTR_NETMASK = 64 in host order
        """);

    [Fact]
    public void A_service_of_a_firewall_mark_has_no_address() => Same(
        Encode(new IpvsCommand.AddService(new(Mark))),
        """
        4c000000 2000 0100 00000000 00000000
        01 01 0000
        3800 0180
        """,
        MarkKey,
        """
        0700 0600 727200 00
        0c00 0700 00000000 ffffffff
        0800 0800 00000000
        0800 0900 80000000                          // IPVS_SVC_ATTR_NETMASK = 128
        """);

    [Theory]
    [InlineData(0, "00000000")]
    [InlineData(1, "80000000")]
    [InlineData(31, "fffffffe")]
    [InlineData(32, "ffffffff")]
    public void The_netmask_of_IPv4_has_as_many_ones_as_the_prefix_has_bits(int prefix, string mask) =>
        Assert.EndsWith($"08000900{mask}", Hex.Of(Encode(new IpvsCommand.AddService(new(Tcp) { PersistencePrefix = prefix }))), StringComparison.Ordinal);

    [Fact]
    public void A_service_to_be_deleted() => Same(
        Encode(new IpvsCommand.DeleteService(Tcp)),
        """
        44000000 2000 0100 00000000 00000000
        03 01 0000                                  // IPVS_CMD_DEL_SERVICE
        3000 0180
        """,
        TcpKey);

    [Fact]
    public void A_new_destination() => Same(
        Encode(new IpvsCommand.AddDestination(Tcp, new(IPAddress.Parse("10.244.1.9"), 8443) { Weight = 500, Thresholds = new(1000, 750) })),
        """
        a4000000 2000 0100 00000000 00000000
        05 01 0000                                  // IPVS_CMD_NEW_DEST
        3000 0180
        """,
        TcpKey,
        """
        6000 0280                                   // IPVS_CMD_ATTR_DEST, nested
        0600 0b00 0200 0000                         // IPVS_DEST_ATTR_ADDR_FAMILY = AF_INET
        1400 0100 0af40109 000000000000000000000000 // IPVS_DEST_ATTR_ADDR = 10.244.1.9
        0600 0200 20fb 0000                         // IPVS_DEST_ATTR_PORT = 8443 in network order
        0800 0300 00000000                          // IPVS_DEST_ATTR_FWD_METHOD = IP_VS_CONN_F_MASQ
        0800 0400 f4010000                          // IPVS_DEST_ATTR_WEIGHT = 500
        0500 0d00 00 000000                         // IPVS_DEST_ATTR_TUN_TYPE = IPIP, a byte
        0600 0e00 0000 0000                         // IPVS_DEST_ATTR_TUN_PORT = 0
        0600 0f00 0000 0000                         // IPVS_DEST_ATTR_TUN_FLAGS = 0
        0800 0500 e8030000                          // IPVS_DEST_ATTR_U_THRESH = 1000
        0800 0600 ee020000                          // IPVS_DEST_ATTR_L_THRESH = 750
        """);

    [Fact]
    public void A_destination_through_a_tunnel() => Same(
        Encode(new IpvsCommand.SetDestination(UdpV6, new(IPAddress.Parse("10.0.0.3"), 53)
        {
            Forwarding = IpvsForwarding.Tunnel,
            Weight = 0,
            Tunnel = new(IpvsTunnelType.Gue, 6080, 2),
        })),
        """
        a4000000 2000 0100 00000000 00000000
        06 01 0000                                  // IPVS_CMD_SET_DEST
        3000 0180
        """,
        UdpKeyV6,
        """
        6000 0280
        0600 0b00 0200 0000                         // IPVS_DEST_ATTR_ADDR_FAMILY = AF_INET, another than the service's
        1400 0100 0a000003 000000000000000000000000
        0600 0200 0035 0000
        0800 0300 02000000                          // IPVS_DEST_ATTR_FWD_METHOD = IP_VS_CONN_F_TUNNEL
        0800 0400 00000000
        0500 0d00 01 000000                         // IPVS_DEST_ATTR_TUN_TYPE = GUE
        0600 0e00 17c0 0000                         // IPVS_DEST_ATTR_TUN_PORT = 6080 in network order
        0600 0f00 0200 0000                         // IPVS_DEST_ATTR_TUN_FLAGS = REMCSUM in host order
        0800 0500 00000000
        0800 0600 00000000
        """);

    [Fact]
    public void A_destination_of_IPv6_to_be_deleted() => Same(
        Encode(new IpvsCommand.DeleteDestination(Mark, new(IPAddress.Parse("fd00:1::9"), 0))),
        """
        50000000 2000 0100 00000000 00000000
        07 01 0000                                  // IPVS_CMD_DEL_DEST
        1400 0180
        """,
        MarkKey,
        """
        2800 0280
        0600 0b00 0a00 0000                         // IPVS_DEST_ATTR_ADDR_FAMILY = AF_INET6
        1400 0100 fd000001000000000000000000000009  // IPVS_DEST_ATTR_ADDR
        0600 0200 0000 0000                         // IPVS_DEST_ATTR_PORT
        """);

    [Fact]
    public void The_statistics_of_one_service_to_be_zeroed() => Same(
        Encode(new IpvsCommand.Zero(Mark)),
        """
        28000000 2000 0100 00000000 00000000
        10 01 0000                                  // IPVS_CMD_ZERO
        1400 0180
        """,
        MarkKey);

    [Fact]
    public void All_statistics_to_be_zeroed() => Same(Encode(new IpvsCommand.Zero(null)), "14000000 2000 0100 00000000 00000000 10 01 0000");

    [Fact]
    public void Everything_to_be_flushed() => Same(Encode(new IpvsCommand.Flush()), "14000000 2000 0100 00000000 00000000 11 01 0000");

    [Fact]
    public void Timeouts_to_be_set() => Same(
        Encode((writer, buffer) => writer.WriteTimeouts(buffer, new(TimeSpan.FromHours(2), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(1)))),
        """
        2c000000 2000 0100 00000000 00000000
        0c 01 0000                                  // IPVS_CMD_SET_CONFIG
        0800 0400 201c0000                          // IPVS_CMD_ATTR_TIMEOUT_TCP = 7200 s
        0800 0500 f0000000                          // IPVS_CMD_ATTR_TIMEOUT_TCP_FIN = 240 s
        0800 0600 3c000000                          // IPVS_CMD_ATTR_TIMEOUT_UDP = 60 s
        """);

    [Fact]
    public void A_daemon_to_be_started_with_the_kernels_defaults() => Same(
        Encode((writer, buffer) => writer.WriteStart(buffer, new(IpvsDaemonState.Master, "eth0") { SyncId = 5 })),
        """
        34000000 2000 0100 00000000 00000000
        09 01 0000                                  // IPVS_CMD_NEW_DAEMON
        2000 0380                                   // IPVS_CMD_ATTR_DAEMON, nested
        0800 0100 01000000                          // IPVS_DAEMON_ATTR_STATE = IP_VS_STATE_MASTER
        0900 0200 6574683000 000000                 // IPVS_DAEMON_ATTR_MCAST_IFN = "eth0"
        0800 0300 05000000                          // IPVS_DAEMON_ATTR_SYNC_ID = 5
        """);

    [Theory]
    [InlineData("224.0.0.83", "54", "40", "0800 0500 e0000053")]
    [InlineData("ff02::83", "60", "4c", "1400 0600 ff020000000000000000000000000083")]
    public void A_daemon_to_be_started_with_everything_said(string group, string whole, string nested, string groupAttribute) => Same(
        Encode((writer, buffer) => writer.WriteStart(buffer, new(IpvsDaemonState.Backup, "eth0")
        {
            SyncId = 6,
            MaxLength = 1400,
            Group = IPAddress.Parse(group),
            Port = 8850,
            TimeToLive = 3,
        })),
        $"""
        {whole}000000 2000 0100 00000000 00000000
        09 01 0000
        {nested}00 0380
        0800 0100 02000000                          // IPVS_DAEMON_ATTR_STATE = IP_VS_STATE_BACKUP
        0900 0200 6574683000 000000
        0800 0300 06000000
        0600 0400 7805 0000                         // IPVS_DAEMON_ATTR_SYNC_MAXLEN = 1400
        {groupAttribute}                            // IPVS_DAEMON_ATTR_MCAST_GROUP or …_GROUP6
        0600 0700 9222 0000                         // IPVS_DAEMON_ATTR_MCAST_PORT = 8850 in host order
        0500 0800 03 000000                         // IPVS_DAEMON_ATTR_MCAST_TTL = 3
        """);

    [Fact]
    public void A_daemon_to_be_stopped() => Same(
        Encode((writer, buffer) => writer.WriteStop(buffer, IpvsDaemonState.Backup)),
        """
        20000000 2000 0100 00000000 00000000
        0a 01 0000                                  // IPVS_CMD_DEL_DAEMON
        0c00 0380
        0800 0100 02000000
        """);

    [Theory]
    [InlineData(IpvsConstants.IPVS_CMD_GET_SERVICE, "04")]
    [InlineData(IpvsConstants.IPVS_CMD_GET_DAEMON, "0b")]
    [InlineData(IpvsConstants.IPVS_CMD_GET_CONFIG, "0d")]
    [InlineData(IpvsConstants.IPVS_CMD_GET_INFO, "0f")]
    public void A_question_about_no_entry(byte command, string number) =>
        Same(Encode((writer, buffer) => writer.Write(buffer, command)), $"14000000 2000 0100 00000000 00000000 {number} 01 0000");

    [Theory]
    [InlineData(IpvsConstants.IPVS_CMD_GET_SERVICE, "04")]
    [InlineData(IpvsConstants.IPVS_CMD_GET_DEST, "08")]
    public void A_question_about_a_service(byte command, string number) => Same(
        Encode((writer, buffer) => writer.Write(buffer, command, Tcp)), $"44000000 2000 0100 00000000 00000000 {number} 01 0000 3000 0180", TcpKey);

    private static void Same(byte[] encoded, params string[] expected) => Assert.Equal(Hex.Of(Hex.Parse(string.Join('\n', expected))), Hex.Of(encoded));

    private static byte[] Encode(IpvsCommand command) => Encode((writer, buffer) => writer.Write(buffer, command));

    /// <summary>Into a buffer that was used before.</summary>
    private static byte[] Encode(Func<IpvsCommandWriter, byte[], int> write)
    {
        var buffer = new byte[MessageWriter.MaxLength];
        Array.Fill(buffer, (byte)0xee);
        return buffer[..write(new(Family), buffer)];
    }
}
