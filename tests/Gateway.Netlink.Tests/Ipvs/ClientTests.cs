using System.Net;
using Gateway.Netlink.Ipvs;
using Gateway.Netlink.Tests.Support;
using static Gateway.Netlink.Ipvs.IpvsConstants;

namespace Gateway.Netlink.Tests.Ipvs;

/// <summary>The client where the kernel's answers are not the plain ones.</summary>
public sealed class ClientTests
{
    /// <summary>The datagram after the one that looks the family up.</summary>
    private const int FirstCommand = 1;

    private const int ESRCH = 3;
    private const int EEXIST = 17;

    private static readonly IpvsServiceKey Key = IpvsServiceKey.For(IPAddress.Parse("192.0.2.1"), 80, IpvsProtocol.Tcp);

    [Fact]
    public void A_service_that_is_not_there_is_null() => Assert.Null(Client(sent => [FakeKernel.Error(sent, ESRCH)]).FindService(Key));

    [Fact]
    public void Another_error_than_that_is_thrown() =>
        Assert.Equal(1, Assert.Throws<NetlinkException>(() => Client(sent => [FakeKernel.Error(sent, 1)]).FindService(Key)).Error);

    [Fact]
    public void Destinations_of_a_service_that_is_not_there_are_an_error_though_the_kernel_says_there_are_none()
    {
        using var client = Client(sent => Number(sent) == IPVS_CMD_GET_DEST ? [new(FakeKernel.Done(sent))] : [FakeKernel.Error(sent, ESRCH)]);

        var error = Assert.Throws<NetlinkException>(() => client.ListDestinations(Key));

        Assert.Equal(
            (ESRCH, "cannot list the destinations of the service tcp 192.0.2.1:80 of IPVS: ESRCH (No such process)"), (error.Error, error.Message));
    }

    [Fact]
    public void Destinations_of_a_service_that_has_none_are_none()
    {
        using var client = Client(sent => Number(sent) == IPVS_CMD_GET_DEST ? [new(FakeKernel.Done(sent))] : Found(sent, new(Key)));

        Assert.Empty(client.ListDestinations(Key));
    }

    [Fact]
    public void What_the_kernel_tells_twice_because_its_table_changed_is_listed_once()
    {
        using var client = Client(sent => [.. Found(sent, new(Key)).Take(1), .. Found(sent, new(Key)).Take(1), new(FakeKernel.Done(sent))]);
        var destination = new IpvsDestination(IPAddress.Parse("198.51.100.1"), 80);
        using var other = Client(sent =>
            [.. Enumerable.Repeat(new Datagram(FakeKernel.Reply(sent, Written(new IpvsCommand.AddDestination(Key, destination)))), 2), new(FakeKernel.Done(sent))]);

        Assert.Single(client.ListServices());
        Assert.Single(other.ListDestinations(Key));
    }

    [Fact]
    public void A_service_that_was_added_though_the_answer_was_lost_is_no_failure() =>
        Assert.Empty(AddTwice(new(Key) { Scheduler = "wrr" }, new(Key) { Scheduler = "wrr" }));

    [Fact]
    public void A_service_that_somebody_else_had_added_is_a_failure_though_the_answer_was_lost() =>
        Assert.Equal([new IpvsFailure(0, EEXIST, "EEXIST (File exists)")], AddTwice(new(Key) { Scheduler = "wrr" }, new(Key) { Scheduler = "rr" }));

    [Fact]
    public void A_destination_that_was_added_though_the_answer_was_lost_is_no_failure()
    {
        var destination = new IpvsDestination(IPAddress.Parse("198.51.100.1"), 80) { Weight = 3 };
        var kernel = new FakeKernel(Controller.And(sent => Number(sent) switch
        {
            IPVS_CMD_NEW_DEST => [FakeKernel.Error(sent, EEXIST)],
            _ => [new(FakeKernel.Reply(sent, Written(new IpvsCommand.AddDestination(Key, destination)))), new(FakeKernel.Done(sent))],
        }))
        {
            Loses = (datagram, _) => datagram == FirstCommand,
        };
        using var client = Open(kernel);

        Assert.Empty(client.Execute([new IpvsCommand.AddDestination(Key, destination)]));
        Assert.Single(client.Execute([new IpvsCommand.AddDestination(Key, new(IPAddress.Parse("198.51.100.1"), 80) { Weight = 4 })]));
    }

    [Theory]
    [InlineData(ESRCH)]
    [InlineData(2)]
    public void A_destination_that_was_deleted_though_the_answer_was_lost_is_no_failure(int error)
    {
        var kernel = new FakeKernel(Controller.And(sent => [FakeKernel.Error(sent, error)])) { Loses = (datagram, _) => datagram == FirstCommand };
        using var client = Open(kernel);
        IpvsCommand command = new IpvsCommand.DeleteDestination(Key, new(IPAddress.Parse("198.51.100.1"), 80));

        Assert.Empty(client.Execute([command]));
        Assert.Equal([error], client.Execute([command]).Select(failure => failure.Error));
    }

    private static IReadOnlyList<IpvsFailure> AddTwice(IpvsService added, IpvsService there)
    {
        var kernel = new FakeKernel(Controller.And(sent => Number(sent) == IPVS_CMD_NEW_SERVICE ? [FakeKernel.Error(sent, EEXIST)] : Found(sent, there)))
        {
            Loses = (datagram, _) => datagram == FirstCommand,
        };
        using var client = Open(kernel);
        return client.Execute([new IpvsCommand.AddService(added)]);
    }

    private static IEnumerable<Datagram> Found(Sent sent, IpvsService service) =>
        [new(FakeKernel.Reply(sent, Written(new IpvsCommand.AddService(service)), 0)), FakeKernel.Error(sent, 0)];

    /// <summary>What follows struct nlmsghdr: the attributes of a request are those of an answer.</summary>
    private static byte[] Written(IpvsCommand command)
    {
        var buffer = new byte[MessageWriter.MaxLength];
        return buffer[16..new IpvsCommandWriter(Capture.Family).Write(buffer, command)];
    }

    private static byte Number(Sent sent) => sent.Body[0];

    private static IpvsClient Client(Func<Sent, IEnumerable<Datagram>> answer) => Open(new(Controller.And(answer)));

    private static IpvsClient Open(FakeKernel kernel)
    {
        var connection = new NetlinkConnection(kernel);
        return new(connection, new(connection, Capture.Family));
    }
}
