using Gateway.Netlink.Tests.Support;
using static Gateway.Netlink.NetlinkConstants;

namespace Gateway.Netlink.Tests;

/// <summary>Requests and dumps, with everything that can be wrong with their answers.</summary>
public sealed class ConversationTests
{
    private const ushort AnyType = 77;

    private sealed record Row(byte Value);

    [Fact]
    public void An_answer_and_its_acknowledgement_are_read() =>
        Assert.Equal(5, Find(sent => [Answer(sent, 5), FakeKernel.Error(sent, 0)])!.Value);

    [Fact]
    public void An_acknowledgement_alone_is_no_answer() => Assert.Null(Find(FakeKernel.Acknowledge));

    [Fact]
    public void A_request_asks_for_an_acknowledgement_under_a_number_and_a_port_of_its_own()
    {
        var kernel = new FakeKernel(FakeKernel.Acknowledge);
        using var connection = new NetlinkConnection(kernel);

        connection.Acknowledge(Write(connection), "do it");
        connection.Acknowledge(Write(connection), "do it");

        Assert.Equal(
            [(NLM_F_REQUEST | NLM_F_ACK, 1u, FakeKernel.ClientPort), (NLM_F_REQUEST | NLM_F_ACK, 2u, FakeKernel.ClientPort)],
            kernel.Messages.Select(sent => ((int)sent.Flags, sent.Sequence, sent.Port)));
    }

    [Fact]
    public void A_refusal_says_what_was_attempted_and_the_errors_name()
    {
        var error = Assert.Throws<NetlinkException>(() => Find(sent => [FakeKernel.Error(sent, 17)]));

        Assert.Equal((17, "cannot do it: EEXIST (File exists)"), (error.Error, error.Message));
    }

    [Fact]
    public void A_refusal_has_the_kernels_own_sentence_and_where_in_the_request_it_points()
    {
        var attributes = Hex.Parse(
            """
            1000 0100 746f6f206d75636800 000000 // NLMSGERR_ATTR_MSG "too much", padded
            0800 0200 1c000000                  // NLMSGERR_ATTR_OFFS 28
            """);
        attributes[0] = 13;

        var error = Assert.Throws<NetlinkException>(() => Find(sent => [FakeKernel.Error(sent, 22, attributes)]));

        Assert.Equal("cannot do it: EINVAL (Invalid argument): too much (byte 28 of the request)", error.Message);
    }

    [Fact]
    public void The_kernels_sentence_is_found_behind_a_request_that_is_repeated_whole()
    {
        var error = Assert.Throws<NetlinkException>(() => Find(sent =>
        [
            new(FakeKernel.Message(
                NLMSG_ERROR,
                NLM_F_ACK_TLVS,
                sent.Sequence,
                sent.Port,
                [.. FakeKernel.Int(-1), .. FakeKernel.Message(AnyType, 0, 1, 1, [1, 2, 3, 4, 5, 6, 7, 8]), .. Hex.Parse("0700 0100 6e6f00 00")])),
        ]));

        Assert.Equal("cannot do it: EPERM (Operation not permitted): no", error.Message);
    }

    [Fact]
    public void What_answers_another_request_is_passed_over() =>
        Assert.Equal(5, Find(sent => [Answer(sent with { Sequence = 99 }, 1), FakeKernel.Error(sent with { Sequence = 0 }, 22), .. Whole(sent, 5)])!.Value);

    [Fact]
    public void What_is_for_another_port_is_passed_over() =>
        Assert.Equal(5, Find(sent => [Answer(sent with { Port = 1 }, 1), FakeKernel.Error(sent with { Port = 1 }, 22), .. Whole(sent, 5)])!.Value);

    [Fact]
    public void What_another_process_sends_is_passed_over() =>
        Assert.Equal(5, Find(sent => [Answer(sent, 1) with { Sender = 1234 }, FakeKernel.Error(sent, 22) with { Sender = 1234 }, .. Whole(sent, 5)])!.Value);

    [Fact]
    public void A_kernel_that_does_not_answer_is_not_waited_for_for_ever()
    {
        var error = Assert.Throws<NetlinkException>(() => Find(_ => []));

        Assert.Equal("cannot do it: EAGAIN (Resource temporarily unavailable): the kernel does not answer", error.Message);
        Assert.Equal(NetlinkReason.ConnectionLost, error.Reason);
    }

    [Fact]
    public void A_kernel_that_does_not_answer_among_many_others_who_do_is_not_waited_for_for_ever()
    {
        using var connection = new NetlinkConnection(new Flooded());

        var error = Assert.Throws<NetlinkException>(() => connection.Acknowledge(Write(connection), "do it"));

        Assert.Equal("cannot do it: 10000 datagrams came from other processes, and none from the kernel", error.Message);
        Assert.Equal(NetlinkReason.ConnectionLost, error.Reason);
    }

    [Fact]
    public void Numbers_begin_anew_after_the_last_one_and_zero_is_none_of_them()
    {
        var kernel = new FakeKernel(sent => Whole(sent, 5));
        using var connection = new NetlinkConnection(kernel, lastSequence: uint.MaxValue - 1);

        for (var i = 0; i < 3; i++)
            Assert.Equal(5, connection.Find(Write(connection), "do it", body => new Row(body[0]))!.Value);

        Assert.Equal([uint.MaxValue, 1, 2], kernel.Messages.Select(sent => sent.Sequence));
    }

    [Fact]
    public void A_refusal_is_no_connection_lost() =>
        Assert.Equal(NetlinkReason.Request, Assert.Throws<NetlinkException>(() => Find(sent => [FakeKernel.Error(sent, 17)])).Reason);

    [Theory]
    [InlineData("10000000")] // shorter than its header
    [InlineData("0f000000 0200 0000 01000000 92100000")] // a length below the header's
    [InlineData("30000000 0200 0000 01000000 92100000 00000000")] // a length beyond the datagram
    [InlineData("ffffffff 0200 0000 01000000 92100000 00000000")] // a length that is no int
    [InlineData("12000000 0200 0000 01000000 92100000 0000")] // an acknowledgement without its number
    public void A_datagram_that_breaks_the_format_is_refused(string datagram) =>
        Assert.Equal(74, Assert.Throws<NetlinkException>(() => Find(_ => [new(Hex.Parse(datagram))])).Error);

    [Fact]
    public void Several_messages_in_one_datagram_and_several_datagrams_are_one_dump()
    {
        var values = List(sent => [Together(Row1(sent, 1), Row1(sent, 2)), Together(Row1(sent, 3)), Together(Row1(sent, 4), FakeKernel.Done(sent))]);

        Assert.Equal([1, 2, 3, 4], values);
    }

    [Fact]
    public void An_empty_dump_is_no_error() => Assert.Empty(List(sent => [new(FakeKernel.Done(sent))]));

    [Fact]
    public void A_dump_that_ends_with_an_error_is_refused()
    {
        var error = Assert.Throws<NetlinkException>(() => List(sent => [Together(Row1(sent, 1)), new(FakeKernel.Done(sent, 12))]));

        Assert.Equal((12, "cannot list it: ENOMEM (Cannot allocate memory)"), (error.Error, error.Message));
    }

    [Fact]
    public void A_dump_during_which_the_table_changed_is_read_again()
    {
        var tries = 0;
        var values = List(sent => ++tries < 3
            ? [Together(Row1(sent, 9), FakeKernel.Reply(sent, [8], NLM_F_MULTI | NLM_F_DUMP_INTR)), new(FakeKernel.Done(sent))]
            : [Together(Row1(sent, 1)), new(FakeKernel.Done(sent))]);

        Assert.Equal((3, "1"), (tries, string.Join(' ', values)));
    }

    [Fact]
    public void A_dump_that_says_only_at_its_end_that_the_table_changed_is_read_again()
    {
        var tries = 0;
        var values = List(sent => ++tries < 2
            ? [Together(Row1(sent, 9)), new(FakeKernel.Message(NLMSG_DONE, NLM_F_MULTI | NLM_F_DUMP_INTR, sent.Sequence, sent.Port, FakeKernel.Int(0)))]
            : [Together(Row1(sent, 1)), new(FakeKernel.Done(sent))]);

        Assert.Equal((2, "1"), (tries, string.Join(' ', values)));
    }

    [Fact]
    public void A_table_that_changes_all_the_time_is_not_read_for_ever()
    {
        var error = Assert.Throws<NetlinkException>(
            () => List(sent => [new(FakeKernel.Reply(sent, [1], NLM_F_MULTI | NLM_F_DUMP_INTR)), new(FakeKernel.Done(sent))]));

        Assert.Equal("cannot list it: it changed, or its answer was lost, 10 times in a row", error.Message);
    }

    [Fact]
    public void A_dump_of_which_a_part_was_lost_is_read_again()
    {
        var kernel = new FakeKernel(sent => [Together(Row1(sent, 1)), Together(Row1(sent, 2)), new(FakeKernel.Done(sent))])
        {
            Loses = (datagram, _) => datagram == 0,
        };

        Assert.Equal([1, 2], List(kernel));
        Assert.Equal(2, kernel.Datagrams.Count);
    }

    [Fact]
    public void A_dump_that_the_kernel_says_overran_is_read_again()
    {
        var tries = 0;
        var values = List(sent => ++tries < 2
            ? [Together(Row1(sent, 9), FakeKernel.Message(NLMSG_OVERRUN, 0, sent.Sequence, sent.Port, [])), new(FakeKernel.Done(sent))]
            : [Together(Row1(sent, 1)), new(FakeKernel.Done(sent))]);

        Assert.Equal((2, "1"), (tries, string.Join(' ', values)));
    }

    [Fact]
    public void A_datagram_longer_than_the_buffer_is_asked_for_again_with_a_longer_one()
    {
        var tries = 0;
        var values = List(sent =>
        {
            tries++;
            return [Together(Row1(sent, 1), FakeKernel.Reply(sent, [2, .. new byte[100_000]])), new(FakeKernel.Done(sent))];
        });

        Assert.Equal((2, "1 2"), (tries, string.Join(' ', values)));
    }

    [Fact]
    public void What_is_left_of_a_dump_that_was_given_up_does_not_disturb_the_next_request()
    {
        var kernel = new FakeKernel(sent => [Together(Row1(sent, 1)), Together(Row1(sent, 2)), new(FakeKernel.Done(sent))]);
        using var connection = new NetlinkConnection(kernel);
        Assert.Throws<InvalidOperationException>(
            () => connection.List<Row>(Write(connection), "list it", _ => throw new InvalidOperationException("the reader has had enough")));

        Assert.Equal(2, connection.List(Write(connection), "list it", body => new Row(body[0])).Count);
        Assert.Equal(11, kernel.Receive(new byte[10], wait: false).Error);
    }

    [Fact]
    public void A_connection_disposes_of_its_transport()
    {
        var kernel = new FakeKernel(FakeKernel.Acknowledge);
        new NetlinkConnection(kernel).Dispose();

        Assert.True(kernel.IsDisposed);
    }

    /// <summary>Other processes send to it without end, and the kernel is silent.</summary>
    private sealed class Flooded : INetlinkTransport
    {
        public uint Port => FakeKernel.ClientPort;

        public int SendLimit => 1 << 16;

        public int ReceiveLimit => 1 << 16;

        public int Send(ReadOnlySpan<byte> messages) => 0;

        public Received Receive(Span<byte> buffer, bool wait) => new(0, 16, Sender: 1234);

        public void Dispose()
        {
        }
    }

    private static Datagram Answer(Sent sent, byte value) => new(FakeKernel.Reply(sent, [value, 0, 0, 0], 0));

    private static IEnumerable<Datagram> Whole(Sent sent, byte value) => [Answer(sent, value), FakeKernel.Error(sent, 0)];

    private static byte[] Row1(Sent sent, byte value) => FakeKernel.Reply(sent, [value]);

    private static Datagram Together(params byte[][] messages) => new([.. messages.SelectMany(message => message)]);

    private static byte? Find(Func<Sent, IEnumerable<Datagram>> answer)
    {
        using var connection = new NetlinkConnection(new FakeKernel(answer));
        return connection.Find(Write(connection), "do it", body => new Row(body[0]))?.Value;
    }

    private static byte[] List(Func<Sent, IEnumerable<Datagram>> answer) => List(new FakeKernel(answer));

    private static byte[] List(FakeKernel kernel)
    {
        using var connection = new NetlinkConnection(kernel);
        return [.. connection.List(Write(connection), "list it", body => new Row(body[0])).Select(row => row.Value)];
    }

    private static int Write(NetlinkConnection connection) =>
        MessageWriter.End(connection.Request, 4, MessageWriter.Begin(connection.Request, AnyType, 0, [1, 2, 3, 4]));
}
