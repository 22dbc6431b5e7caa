using System.Net;
using Gateway.Netlink.Routing;
using Gateway.Netlink.Tests.Support;

namespace Gateway.Netlink.Tests;

/// <summary>This machine's kernel where it has no room for its answers.</summary>
public sealed class LossTests
{
    private const int EEXIST = 17;
    private const int ENOBUFS = 105;

    [Fact]
    public void Refusals_that_the_kernel_had_no_room_for_are_found_out_all_the_same() => NetworkNamespace.Run(() =>
    {
        var transport = new Cramped();
        using var client = new LinkClient(new(transport));
        AddressCommand[] add = [.. Enumerable.Range(0, 600).Select(index => new AddressCommand.Add(1, new([10, 1, (byte)(index >> 8), (byte)index]), 32))];
        Assert.Empty(client.Execute([.. add.Where((_, index) => index % 2 == 0)]));

        // A refusal whose answer was lost is told again, and then it cannot be told from the command's own success: the address is there as it is wanted.
        Assert.DoesNotContain(client.Execute(add), failure => failure.Error != EEXIST || failure.Index % 2 != 0);

        Assert.True(transport.Losses > 0, "nothing was lost, and this shows nothing");
        Assert.Equal(600, client.ListAddresses().Count);
    });

    [Fact]
    public void A_dump_is_whole_though_its_answers_have_room_one_by_one_alone() => NetworkNamespace.Run(() =>
    {
        using (var client = LinkClient.Open())
            client.Execute([.. Enumerable.Range(0, 5000).Select(index => new AddressCommand.Add(1, new([10, 1, (byte)(index >> 8), (byte)index]), 32))]);
        using var cramped = new LinkClient(new(new Cramped()));

        Assert.Equal(5000, cramped.ListAddresses().Select(address => address.Address).Distinct().Count());
    });

    /// <summary>A socket that has room for a few answers and says that it has room for hundreds.</summary>
    private sealed class Cramped : INetlinkTransport
    {
        private readonly NetlinkSocket _socket = NetlinkSocket.Open(NetlinkConstants.NETLINK_ROUTE, receiveBytes: 4096);

        public int Losses { get; private set; }

        public uint Port => _socket.Port;

        public int SendLimit => _socket.SendLimit;

        public int ReceiveLimit => 1 << 20;

        public int Send(ReadOnlySpan<byte> messages) => _socket.Send(messages);

        public Received Receive(Span<byte> buffer, bool wait)
        {
            var received = _socket.Receive(buffer, wait);
            Losses += received.Error == ENOBUFS ? 1 : 0;
            return received;
        }

        public void Dispose() => _socket.Dispose();
    }
}
