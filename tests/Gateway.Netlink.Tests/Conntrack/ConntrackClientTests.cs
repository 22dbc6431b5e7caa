using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gateway.Netlink.Conntrack;
using Gateway.Netlink.Ipvs;
using Gateway.Netlink.Routing;
using Gateway.Netlink.Tests.Support;

namespace Gateway.Netlink.Tests.Conntrack;

/// <summary>Tracked connections of this machine's kernel, in a network namespace of the test's own where a rule of nftables makes it track them.</summary>
public sealed class ConntrackClientTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_flow_is_listed_and_deleted(string loopback) => Tracking(client =>
    {
        var address = IPAddress.Parse(loopback);
        var (source, destination) = Send(address);

        var flow = Assert.Single(client.ListFlows(address.AddressFamily, IpvsProtocol.Udp));
        Assert.Equal(
            new(address.AddressFamily, IpvsProtocol.Udp, source, destination, destination, source, flow.Id),
            flow);
        client.Delete(flow);
        Assert.Empty(client.ListFlows(address.AddressFamily, IpvsProtocol.Udp));
    });

    [Fact]
    public void To_delete_a_flow_that_is_gone_is_no_error() => Tracking(client =>
    {
        Send(IPAddress.Loopback);
        var flow = Assert.Single(client.ListFlows(AddressFamily.InterNetwork, IpvsProtocol.Udp));
        client.Delete(flow);

        client.Delete(flow);
    });

    [Fact]
    public void A_later_flow_of_the_same_addresses_is_not_deleted() => Tracking(client =>
    {
        Send(IPAddress.Loopback);
        var flow = Assert.Single(client.ListFlows(AddressFamily.InterNetwork, IpvsProtocol.Udp));

        client.Delete(flow with { Id = flow.Id ^ 1 });

        Assert.Equal([flow], client.ListFlows(AddressFamily.InterNetwork, IpvsProtocol.Udp));
    });

    [Fact]
    public void Flows_of_another_family_or_protocol_are_not_listed() => Tracking(client =>
    {
        Send(IPAddress.Loopback);

        Assert.Empty(client.ListFlows(AddressFamily.InterNetworkV6, IpvsProtocol.Udp));
        Assert.Empty(client.ListFlows(AddressFamily.InterNetwork, IpvsProtocol.Tcp));
        Assert.Throws<ArgumentException>(() => client.ListFlows(AddressFamily.Unix, IpvsProtocol.Udp));
    });

    [Fact]
    public void Many_flows_are_deleted_at_once() => Tracking(client =>
    {
        for (var flow = 0; flow < 1000; flow++)
            Send(IPAddress.Loopback);
        var flows = client.ListFlows(AddressFamily.InterNetwork, IpvsProtocol.Udp);
        Assert.InRange(flows.Count, 900, 1000);

        client.Delete([.. flows.Concat(flows)]);

        Assert.Empty(client.ListFlows(AddressFamily.InterNetwork, IpvsProtocol.Udp));
    });

    [Fact]
    public void A_flow_to_be_deleted_is_named_by_its_way_out_and_its_number()
    {
        var buffer = new byte[MessageWriter.MaxLength];
        Array.Fill(buffer, (byte)0xee);
        var length = new ConntrackCodec().Write(buffer, new ConntrackFlow(
            AddressFamily.InterNetwork,
            IpvsProtocol.Udp,
            IPEndPoint.Parse("192.0.2.9:40000"),
            IPEndPoint.Parse("10.96.0.10:53"),
            IPEndPoint.Parse("10.244.1.2:53"),
            IPEndPoint.Parse("192.0.2.9:40000"),
            0x01020304));

        Assert.Equal(
            Hex.Of(Hex.Parse(
                """
                50000000 0201 0100 00000000 00000000 // NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_DELETE
                02 00 0000                           // nfgenmsg: AF_INET, NFNETLINK_V0
                3400 0180                            // CTA_TUPLE_ORIG, nested
                1400 0180                            //   CTA_TUPLE_IP, nested
                0800 0100 c0000209                   //     CTA_IP_V4_SRC
                0800 0200 0a60000a                   //     CTA_IP_V4_DST
                1c00 0280                            //   CTA_TUPLE_PROTO, nested
                0500 0100 11 000000                  //     CTA_PROTO_NUM = IPPROTO_UDP
                0600 0200 9c40 0000                  //     CTA_PROTO_SRC_PORT = 40000 in network order
                0600 0300 0035 0000                  //     CTA_PROTO_DST_PORT = 53
                0800 0c00 01020304                   // CTA_ID in network order
                """)),
            Hex.Of(buffer.AsSpan(0, length)));
    }

    private static void Tracking(Action<ConntrackClient> test) => NetworkNamespace.Run(() =>
    {
        using (var links = LinkClient.Open())
            links.SetUp(1);
        Assert.SkipUnless(Track(), "no program nft that makes this kernel track connections");
        using var client = Open();
        test(client);
    });

    private static ConntrackClient Open()
    {
        try
        {
            return ConntrackClient.Open();
        }
        catch (NetlinkException error)
        {
            Assert.Skip($"this kernel does not show its tracked connections: {error.Message}");
            throw;
        }
    }

    /// <summary>A process is in the namespace of the thread that starts it.</summary>
    private static bool Track()
    {
        try
        {
            using var nft = Process.Start(new ProcessStartInfo("nft", ["-f", "-"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true })!;
            nft.StandardInput.Write("add table inet test\nadd chain inet test out { type filter hook output priority 0; }\nadd rule inet test out ct state new accept\n");
            nft.StandardInput.Close();
            nft.StandardError.ReadToEnd();
            nft.WaitForExit();
            return nft.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>A datagram to somebody who does not answer.</summary>
    private static (IPEndPoint Source, IPEndPoint Destination) Send(IPAddress address)
    {
        using var receiver = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        receiver.Bind(new IPEndPoint(address, 0));
        using var sender = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        sender.Connect(receiver.LocalEndPoint!);
        sender.Send([1]);
        return ((IPEndPoint)sender.LocalEndPoint!, (IPEndPoint)receiver.LocalEndPoint!);
    }
}
