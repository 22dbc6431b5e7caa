using System.Net;
using Gateway.Netlink.Ipvs;
using Gateway.Netlink.Tests.Support;
using static Gateway.Netlink.Ipvs.IpvsConstants;

namespace Gateway.Netlink.Tests.Ipvs;

/// <summary>The module ip_vs is removed, or removed and loaded again, while a client is open.</summary>
public sealed class LostFamilyTests
{
    private const int ENOENT = 2;
    private const int ESRCH = 3;
    private const int EINVAL = 22;
    private const int EOPNOTSUPP = 95;

    private static readonly IpvsServiceKey Key = IpvsServiceKey.For(IPAddress.Parse("192.0.2.1"), 80, IpvsProtocol.Tcp);

    /// <summary>Null where the module is not loaded.</summary>
    private ushort? _family = Capture.Family;

    /// <summary>What answers under the number that IPVS had at first.</summary>
    private Func<Sent, IEnumerable<Datagram>> _answer = sent => [FakeKernel.Error(sent, ENOENT)];

    public static TheoryData<string, Action<IpvsClient>> Requests => new()
    {
        { "info", client => client.GetInfo() },
        { "list services", client => client.ListServices() },
        { "find", client => client.FindService(Key) },
        { "list destinations", client => client.ListDestinations(Key) },
        { "execute", client => client.Execute([new IpvsCommand.DeleteService(Key)]) },
        { "timeouts", client => client.GetTimeouts() },
        { "set timeouts", client => client.SetTimeouts(default) },
        { "daemons", client => client.ListDaemons() },
        { "start", client => client.StartDaemon(new(IpvsDaemonState.Master, "eth0")) },
        { "stop", client => client.StopDaemon(IpvsDaemonState.Master) },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_module_that_was_removed_is_a_connection_lost(string name, Action<IpvsClient> request)
    {
        Assert.NotEmpty(name);
        using var client = Open(out _);
        _family = null;

        var error = Assert.Throws<NetlinkException>(() => request(client));

        Assert.Equal(
            (NetlinkReason.ConnectionLost, ENOENT, "the kernel's module ip_vs was removed while it was in use"), (error.Reason, error.Error, error.Message));
    }

    [Theory]
    [InlineData(ENOENT)]
    [InlineData(EINVAL)]
    [InlineData(EOPNOTSUPP)]
    public void A_family_with_a_new_number_is_a_connection_lost_whatever_answers_under_the_old_one(int error)
    {
        using var client = Open(out _);
        _family = Capture.Family + 1;
        _answer = sent => [FakeKernel.Error(sent, error)];

        var failure = Assert.Throws<NetlinkException>(() => client.FindService(Key));

        Assert.Equal(
            (NetlinkReason.ConnectionLost, "the kernel's module ip_vs was removed and loaded again while it was in use"), (failure.Reason, failure.Message));
    }

    [Fact]
    public void No_command_reaches_another_family_that_has_the_number_now()
    {
        using var client = Open(out var kernel);
        _family = Capture.Family + 1;
        _answer = FakeKernel.Acknowledge;
        var before = kernel.Messages.Count();

        Assert.Throws<NetlinkException>(() => client.Execute([new IpvsCommand.Flush()]));
        Assert.Throws<NetlinkException>(() => client.SetTimeouts(default));

        Assert.All(kernel.Messages.Skip(before), sent => Assert.Equal(Controller.Type, sent.Type));
    }

    [Fact]
    public void A_table_that_another_family_says_is_empty_is_not_believed()
    {
        using var client = Open(out _);
        _family = Capture.Family + 1;
        _answer = sent => [new(FakeKernel.Done(sent))];

        Assert.Equal(NetlinkReason.ConnectionLost, Assert.Throws<NetlinkException>(() => client.ListServices()).Reason);
    }

    [Fact]
    public void A_module_that_is_removed_within_a_batch_is_a_connection_lost()
    {
        using var client = Open(out _);
        _answer = sent =>
        {
            _family = null;
            return [FakeKernel.Error(sent, ENOENT)];
        };

        var error = Assert.Throws<NetlinkException>(() => client.Execute([new IpvsCommand.DeleteService(Key), new IpvsCommand.AddService(new(Key))]));

        Assert.Equal(NetlinkReason.ConnectionLost, error.Reason);
    }

    [Fact]
    public void A_scheduler_that_is_missing_and_an_entry_that_is_gone_are_refusals_and_nothing_else()
    {
        using var client = Open(out _);
        _answer = sent => [FakeKernel.Error(sent, sent.Body[0] == IPVS_CMD_NEW_SERVICE ? ENOENT : ESRCH)];

        Assert.Equal(
            [(0, ENOENT), (1, ESRCH)],
            client.Execute([new IpvsCommand.AddService(new(Key) { Scheduler = "nosuch" }), new IpvsCommand.DeleteService(Key)])
                .Select(failure => (failure.Index, failure.Error)));
        Assert.Null(client.FindService(Key));
    }

    [Theory]
    [InlineData(EINVAL)]
    [InlineData(ENOENT)]
    [InlineData(1)]
    public void What_IPVS_itself_refuses_is_no_connection_lost(int error)
    {
        using var client = Open(out _);
        _answer = sent => [FakeKernel.Error(sent, error)];

        var failure = Assert.Throws<NetlinkException>(() => client.StartDaemon(new(IpvsDaemonState.Master, "eth0")));

        Assert.Equal((NetlinkReason.Request, error), (failure.Reason, failure.Error));
    }

    [Fact]
    public void An_entry_that_is_gone_costs_no_request_more()
    {
        using var client = Open(out var kernel);
        _answer = sent => [FakeKernel.Error(sent, ESRCH)];
        var before = kernel.Messages.Count();

        client.FindService(Key);

        Assert.Equal(1, kernel.Messages.Count() - before);
    }

    [Fact]
    public void A_family_that_answers_without_a_version_is_not_IPVS()
    {
        var kernel = new FakeKernel(Controller.And(sent => [new(FakeKernel.Reply(sent, [14, 1, 0, 0], 0)), FakeKernel.Error(sent, 0)]));

        Assert.Equal(74, Assert.Throws<NetlinkException>(() => IpvsClient.Open(() => kernel, _ => { })).Error);
    }

    private IpvsClient Open(out FakeKernel kernel)
    {
        var opened = false;
        kernel = new(sent => sent.Type == Controller.Type ? Controller.Found(sent, _family) : opened ? _answer(sent) : OpeningTests.Info(sent));
        var there = kernel;
        var client = IpvsClient.Open(() => there, _ => { });
        opened = true;
        return client;
    }
}
