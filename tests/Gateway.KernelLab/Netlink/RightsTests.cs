using Gateway.Netlink;
using Gateway.Netlink.Ipvs;
using Gateway.Netlink.Routing;

namespace Gateway.KernelLab.Netlink;

/// <summary>What is said to those who may not.</summary>
public sealed class RightsTests : IDisposable
{
    private const int EPERM = 1;

    private readonly NetworkNamespace _place = NetworkNamespace.Create("rights");

    public void Dispose() => _place.Dispose();

    [KernelFact]
    public void Without_CAP_NET_ADMIN_IPVS_is_refused_with_a_word_about_it()
    {
        var refused = Assert.Throws<NetlinkException>(() => WithoutRights(() => IpvsClient.Open().Dispose()));

        Assert.Equal(EPERM, refused.Error);
        Assert.Contains("CAP_NET_ADMIN", refused.Message, StringComparison.Ordinal);
    }

    [KernelFact]
    public void Without_CAP_NET_ADMIN_links_are_read_and_not_made()
    {
        var refused = Assert.Throws<NetlinkException>(() => WithoutRights(() =>
        {
            using var links = LinkClient.Open();
            Assert.NotNull(links.FindLink("lo"));
            links.AddDummy("gateway0");
        }));

        Assert.Equal(EPERM, refused.Error);
        Assert.DoesNotContain("gateway0", _place.Run("ip", "link"), StringComparison.Ordinal);
    }

    private void WithoutRights(Action action) => _place.Inside(() =>
    {
        Privileges.GiveUp();
        action();
    });
}
