using System.Net;
using Gateway.Netlink.Routing;
using Gateway.Netlink.Tests.Support;

namespace Gateway.Netlink.Tests.Routing;

/// <summary>Each message as bytes, written out from the layout that linux/rtnetlink.h, linux/if_link.h and linux/if_addr.h give, for a little-endian machine.</summary>
public sealed class RoutingEncodingTests
{
    [Fact]
    public void A_new_dummy_link() => Same(
        buffer => LinkCodec.WriteAdd(buffer, "gateway0", "dummy"),
        """
        40000000 1000 0106 00000000 00000000  // RTM_NEWLINK, NLM_F_REQUEST | NLM_F_EXCL | NLM_F_CREATE
        00 00 0000 00000000 80000000 80000000 // ifinfomsg: any family, type and index; flags and change = IFF_NOARP
        0d00 0300 6761746577617930 00 000000  // IFLA_IFNAME = "gateway0"
        1000 1280                             // IFLA_LINKINFO, nested
        0a00 0100 64756d6d7900 0000           // IFLA_INFO_KIND = "dummy"
        """);

    [Fact]
    public void A_link_to_be_set_up() => Same(
        buffer => LinkCodec.WriteSetUp(buffer, 7),
        """
        20000000 1000 0100 00000000 00000000  // RTM_NEWLINK
        00 00 0000 07000000 01000000 01000000 // index 7; flags and change = IFF_UP
        """);

    [Fact]
    public void A_link_to_be_deleted() => Same(buffer => LinkCodec.WriteDelete(buffer, 7), "20000000 1100 0100 00000000 00000000 00 00 0000 07000000 00000000 00000000");

    [Fact]
    public void A_link_to_be_found() => Same(
        buffer => LinkCodec.WriteFind(buffer, "lo"),
        """
        30000000 1200 0100 00000000 00000000  // RTM_GETLINK
        00 00 0000 00000000 00000000 00000000
        0700 0300 6c6f00 00                   // IFLA_IFNAME = "lo"
        0800 1d00 08000000                    // IFLA_EXT_MASK = RTEXT_FILTER_SKIP_STATS
        """);

    [Fact]
    public void A_new_address_makes_no_route() => Same(
        buffer => new AddressCodec().Write(buffer, new AddressCommand.Add(7, IPAddress.Parse("10.96.0.1"), 32)),
        """
        30000000 1400 0106 00000000 00000000  // RTM_NEWADDR, NLM_F_REQUEST | NLM_F_EXCL | NLM_F_CREATE
        02 20 00 00 07000000                  // ifaddrmsg: AF_INET, 32 bits, flags and scope 0, link 7
        0800 0200 0a600001                    // IFA_LOCAL
        0800 0100 0a600001                    // IFA_ADDRESS
        0800 0800 00020000                    // IFA_FLAGS = IFA_F_NOPREFIXROUTE
        """);

    [Fact]
    public void A_new_address_of_IPv6_is_used_at_once() => Same(
        buffer => new AddressCodec().Write(buffer, new AddressCommand.Add(7, IPAddress.Parse("fd00::1"), 128)),
        """
        48000000 1400 0106 00000000 00000000
        0a 80 00 00 07000000
        1400 0200 fd000000000000000000000000000001
        1400 0100 fd000000000000000000000000000001
        0800 0800 02020000                    // IFA_FLAGS = IFA_F_NOPREFIXROUTE | IFA_F_NODAD
        """);

    [Fact]
    public void An_address_to_be_deleted() => Same(
        buffer => new AddressCodec().Write(buffer, new AddressCommand.Delete(7, IPAddress.Parse("10.96.0.1"), 32)),
        """
        28000000 1500 0100 00000000 00000000  // RTM_DELADDR
        02 20 00 00 07000000
        0800 0200 0a600001
        0800 0100 0a600001
        """);

    [Fact]
    public void Of_a_link_to_one_peer_the_near_end_is_read() => Assert.Equal(
        new LinkAddress(7, IPAddress.Parse("10.0.0.1"), 32),
        AddressCodec.Read(Hex.Parse("02 20 80 00 07000000 0800 0100 0a000002 0800 0200 0a000001")));

    [Fact]
    public void An_address_of_another_family_is_left_out() => Assert.Null(AddressCodec.Read(Hex.Parse("1c 20 80 00 07000000 0800 0100 0a000002")));

    [Theory]
    [InlineData("")]
    [InlineData("sixteen-letters-")]
    [InlineData("a/b")]
    [InlineData("a b")]
    public void What_is_no_name_of_a_link_is_not_sent(string name)
    {
        using var client = new LinkClient(new(new FakeKernel(_ => throw new InvalidOperationException("it was sent"))));

        Assert.Throws<ArgumentException>(() => client.AddDummy(name));
        Assert.Throws<ArgumentException>(() => client.FindLink(name));
    }

    private static void Same(Func<byte[], int> write, string expected)
    {
        var buffer = new byte[MessageWriter.MaxLength];
        Array.Fill(buffer, (byte)0xee);
        Assert.Equal(Hex.Of(Hex.Parse(expected)), Hex.Of(buffer.AsSpan(0, write(buffer))));
    }
}
