using Gateway.Netlink.Ipvs;
using Gateway.Netlink.Tests.Support;

namespace Gateway.Netlink.Tests.Ipvs;

/// <summary>What is missing, or not allowed, is said when IPVS is opened.</summary>
public sealed class OpeningTests
{
    private const ushort Control = 0x10;
    private const ushort Family = 0x1f;
    private const int EPERM = 1;
    private const int ENOENT = 2;

    private readonly List<string> _loaded = [];

    [Fact]
    public void The_family_is_found_by_its_name_and_spoken_to_by_its_number()
    {
        var kernel = new FakeKernel(sent => sent.Type == Control ? Found(sent) : Info(sent));
        using var client = Open(kernel);

        Assert.Equal(new IpvsInfo(new(1, 2, 1), 4096), client.GetInfo());
        Assert.Equal([Control, Family, Family], kernel.Messages.Select(sent => sent.Type));
        Assert.Equal("03020000" + "0900020049505653" + "00000000", Hex.Of(kernel.Messages.First().Body));
        Assert.Empty(_loaded);
    }

    [Fact]
    public void A_module_that_is_missing_is_loaded()
    {
        using var client = Open(new(sent => sent.Type == Family ? Info(sent) : _loaded.Count == 0 ? [FakeKernel.Error(sent, ENOENT)] : Found(sent)));

        Assert.Equal(["ip_vs"], _loaded);
    }

    [Fact]
    public void A_kernel_without_IPVS_is_told_from_all_others()
    {
        var kernel = new FakeKernel(sent => [FakeKernel.Error(sent, ENOENT)]);
        var error = Assert.Throws<NetlinkException>(() => Open(kernel));

        Assert.Equal((ENOENT, "this kernel has no IPVS: load the module ip_vs (modprobe ip_vs)"), (error.Error, error.Message));
        Assert.True(kernel.IsDisposed);
    }

    [Fact]
    public void A_process_that_may_not_use_IPVS_is_told_what_it_lacks()
    {
        var kernel = new FakeKernel(sent => sent.Type == Control ? Found(sent) : [FakeKernel.Error(sent, EPERM)]);
        var error = Assert.Throws<NetlinkException>(() => Open(kernel));

        Assert.Equal(
            (EPERM, "this process may not use IPVS, for which it needs CAP_NET_ADMIN: cannot read the version of IPVS: EPERM (Operation not permitted)"),
            (error.Error, error.Message));
        Assert.True(kernel.IsDisposed);
    }

    [Fact]
    public void To_load_a_module_that_is_not_there_never_throws() => KernelModule.TryLoad("gateway_no_such_module");

    [Fact]
    public void The_kernels_own_families_are_found_and_others_are_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "netlink is Linux's");
        using var connection = new NetlinkConnection(NetlinkSocket.Open(NetlinkConstants.NETLINK_GENERIC));

        Assert.Equal(Control, GenericNetlink.FindFamily(connection, "nlctrl"));
        Assert.Null(GenericNetlink.FindFamily(connection, "GATEWAY"));
    }

    private IpvsClient Open(FakeKernel kernel) => IpvsClient.Open(() => kernel, _loaded.Add);

    private static IEnumerable<Datagram> Found(Sent sent) =>
        [new(FakeKernel.Reply(sent, Hex.Parse("01 02 0000 0900 0200 4950565300 000000 0600 0100 1f00 0000"), 0)), FakeKernel.Error(sent, 0)];

    internal static IEnumerable<Datagram> Info(Sent sent) =>
        [new(FakeKernel.Reply(sent, Hex.Parse("0e 01 0000 0800 0100 01020100 0800 0200 00100000"), 0)), FakeKernel.Error(sent, 0)];
}
