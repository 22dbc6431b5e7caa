using FsCheck;
using FsCheck.Fluent;
using Gateway.Netlink.Tests.Support;
using static Gateway.Netlink.NetlinkConstants;

namespace Gateway.Netlink.Tests;

/// <summary>Many commands at once, against a table that refuses what is there already and what is not, and a receive buffer that overruns.</summary>
public sealed class BatchTests
{
    private const ushort Add = 1;
    private const ushort Remove = 2;
    private const int EEXIST = 17;
    private const int ENOENT = 2;

    /// <summary>Adds a key with a value, or removes the key where there is no value.</summary>
    public sealed record Command(int Key, int? Value)
    {
        public override string ToString() => Value is null ? $"-{Key}" : $"+{Key}={Value}";
    }

    [Fact]
    public void Ten_thousand_commands_take_few_datagrams_and_each_error_is_matched_to_its_command()
    {
        var table = new Table();
        var commands = Enumerable.Range(0, 10_000).Select(index => new Command(index % 10 == 9 ? index - 9 : index, index)).ToArray();

        var refusals = table.Execute(commands);

        Assert.Equal(
            Enumerable.Range(0, 1000).Select(index => (index * 10 + 9, EEXIST, "EEXIST (File exists)")),
            refusals.Select(refusal => (refusal.Index, refusal.Answer.Error, refusal.Answer.Message)));
        Assert.Equal(9000, table.Rows.Count);
        Assert.InRange(table.Kernel.Datagrams.Count, 10_000 / 256, 100);
    }

    [Fact]
    public void Only_the_last_message_of_a_datagram_asks_for_an_acknowledgement()
    {
        var table = new Table();
        table.Execute([.. Enumerable.Range(0, 300).Select(index => new Command(index, 1))]);

        Assert.All(table.Kernel.Datagrams, datagram => Assert.Equal(
            [.. Enumerable.Repeat((int)NLM_F_REQUEST, datagram.Count - 1), NLM_F_REQUEST | NLM_F_ACK],
            datagram.Select(sent => (int)sent.Flags)));
    }

    [Fact]
    public void A_datagram_is_no_longer_than_the_send_buffer_takes()
    {
        var table = new Table(sendLimit: 2000);

        Assert.Empty(table.Execute([.. Enumerable.Range(0, 1000).Select(index => new Command(index, 1))]));
        Assert.Equal(1000, table.Rows.Count);
    }

    [Fact]
    public void A_datagram_has_no_more_messages_than_their_answers_have_room_for()
    {
        var table = new Table(receiveLimit: 10 * 2048);
        table.Execute([.. Enumerable.Range(0, 1000).Select(index => new Command(index, 1))]);

        Assert.Equal(10, table.Kernel.Datagrams.Max(datagram => datagram.Count));
    }

    [Fact]
    public void Without_commands_nothing_is_sent()
    {
        var table = new Table();

        Assert.Empty(table.Execute([]));
        Assert.Empty(table.Kernel.Datagrams);
    }

    [Fact]
    public void Refusals_that_have_no_room_are_found_out_all_the_same()
    {
        // Room for three answers, where a datagram of 256 commands is refused whole.
        var table = new Table(room: 3);
        table.Execute([.. Enumerable.Range(0, 500).Select(index => new Command(index, 1))]);

        var refusals = table.Execute([.. Enumerable.Range(0, 500).Select(index => new Command(index, 2))]);

        Assert.Equal(Enumerable.Range(0, 500).Select(index => (index, EEXIST)), refusals.Select(refusal => (refusal.Index, refusal.Answer.Error)));
        Assert.All(table.Rows.Values, value => Assert.Equal(1, value));
    }

    [Fact]
    public void What_was_done_though_the_answer_was_lost_is_no_failure()
    {
        var table = new Table(loses: (datagram, message) => datagram == 0 && message == 2);

        Assert.Empty(table.Execute([new(1, 1), new(2, 2), new(3, 3)]));
        Assert.Empty(table.Execute([new(1, null), new(2, null), new(3, null)]));
        Assert.Empty(table.Rows);
    }

    [Fact]
    public void Answers_that_are_lost_for_ever_are_said_to_be()
    {
        var table = new Table(loses: (_, _) => true);

        var error = Assert.Throws<NetlinkException>(() => table.Execute([new(1, 1), new(2, 1)]));

        Assert.Equal("cannot change the table: the kernel's answer was lost 10 times in a row", error.Message);
    }

    [Theory]
    [InlineData(1, "EPERM (Operation not permitted)", NetlinkReason.ConnectionLost)]
    [InlineData(9, "EBADF (Bad file descriptor)", NetlinkReason.ConnectionLost)]
    [InlineData(111, "ECONNREFUSED (Connection refused)", NetlinkReason.ConnectionLost)]
    [InlineData(12, "ENOMEM (Cannot allocate memory)", NetlinkReason.Request)]
    [InlineData(105, "ENOBUFS (No buffer space available)", NetlinkReason.Request)]
    public void A_send_that_fails_is_said_to(int number, string words, NetlinkReason reason)
    {
        using var connection = new NetlinkConnection(new Broken(number, 0));

        var error = Assert.Throws<NetlinkException>(() => connection.Execute([new(1, 1)], new Commands(new Table())));

        Assert.Equal(($"cannot change the table: {words}", number, reason), (error.Message, error.Error, error.Reason));
    }

    [Theory]
    [InlineData(11, "EAGAIN (Resource temporarily unavailable): the kernel does not answer")]
    [InlineData(9, "EBADF (Bad file descriptor)")]
    public void A_socket_that_breaks_before_the_answer_is_a_connection_lost(int number, string words)
    {
        using var connection = new NetlinkConnection(new Broken(0, number));

        var error = Assert.Throws<NetlinkException>(() => connection.Execute([new(1, 1)], new Commands(new Table())));

        Assert.Equal(($"cannot change the table: {words}", NetlinkReason.ConnectionLost), (error.Message, error.Reason));
    }

    [Fact]
    public void A_number_for_each_command_and_none_is_zero_though_they_begin_anew_on_the_way()
    {
        var kernel = new FakeKernel(FakeKernel.Acknowledge);
        using var connection = new NetlinkConnection(kernel, lastSequence: uint.MaxValue - 300);

        Assert.Empty(connection.Execute([.. Enumerable.Range(0, 600).Select(index => new Command(index, 1))], new Commands(new Table())));

        Assert.Equal(600, kernel.Messages.Select(sent => sent.Sequence).Distinct().Count());
        Assert.DoesNotContain(0u, kernel.Messages.Select(sent => sent.Sequence));
    }

    [Fact]
    public void Whatever_is_lost_the_table_is_what_the_commands_make_of_it_one_after_another()
    {
        var command = Gen.Zip(Gen.Choose(0, 5), Gen.Choose(-1, 2)).Select(pair => new Command(pair.Item1, pair.Item2 < 0 ? null : pair.Item2));
        var losses = Gen.Choose(0, 3).Select(value => value == 0).ArrayOf();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(60), Prop.ForAll(
            Gen.Zip(command.ArrayOf(), losses).ToArbitrary(),
            pair =>
            {
                var (commands, lost) = pair;
                // Each try has its own fate, so that none is lost for ever.
                var table = new Table(
                    receiveLimit: 7 * 2048,
                    loses: (datagram, message) => lost.Length > 0 && datagram % 3 != 2 && lost[(datagram * 7 + message) % lost.Length]);

                var refusals = table.Execute(commands);

                Assert.Equal(OneAfterAnother(commands).OrderBy(row => row.Key), table.Rows.OrderBy(row => row.Key));
                Assert.Equal(refusals.Select(refusal => refusal.Index).Order().Distinct(), refusals.Select(refusal => refusal.Index));
            }));
    }

    private static Dictionary<int, int> OneAfterAnother(Command[] commands)
    {
        var rows = new Dictionary<int, int>();
        foreach (var (key, value) in commands)
        {
            if (value is null)
                rows.Remove(key);
            else
                rows.TryAdd(key, value.Value);
        }
        return rows;
    }

    /// <summary>The kernel's side.</summary>
    private sealed class Table
    {
        public Table(int room = int.MaxValue, int sendLimit = 1 << 20, int receiveLimit = 1 << 20, Func<int, int, bool>? loses = null) =>
            Kernel = new(Answer) { Room = room, SendLimit = sendLimit, ReceiveLimit = receiveLimit, Loses = loses ?? ((_, _) => false) };

        public FakeKernel Kernel { get; }

        public Dictionary<int, int> Rows { get; } = [];

        public List<Refusal> Execute(Command[] commands)
        {
            using var connection = new NetlinkConnection(Kernel);
            return connection.Execute(commands, new Commands(this));
        }

        private IEnumerable<Datagram> Answer(Sent sent)
        {
            var (key, value) = (BitConverter.ToInt32(sent.Body, 0), BitConverter.ToInt32(sent.Body, 4));
            var error = sent.Type switch
            {
                Add => Rows.TryAdd(key, value) ? 0 : EEXIST,
                _ => Rows.Remove(key) ? 0 : ENOENT,
            };
            return error == 0 ? FakeKernel.Acknowledge(sent) : [FakeKernel.Error(sent, error)];
        }
    }

    private sealed class Commands(Table table) : IBatchCommands<Command>
    {
        public string Attempt => "change the table";

        public int Write(Span<byte> buffer, Command command)
        {
            byte[] header = [.. BitConverter.GetBytes(command.Key), .. BitConverter.GetBytes(command.Value ?? 0)];
            return MessageWriter.End(buffer, header.Length, MessageWriter.Begin(buffer, command.Value is null ? Remove : Add, 0, header));
        }

        public bool WasDone(Command command, int error) =>
            command.Value is null ? error == ENOENT : error == EEXIST && table.Rows[command.Key] == command.Value;
    }

    private sealed class Broken(int sendError, int receiveError) : INetlinkTransport
    {
        public uint Port => 1;

        public int SendLimit => 1000;

        public int ReceiveLimit => 1000;

        public int Send(ReadOnlySpan<byte> messages) => sendError;

        public Received Receive(Span<byte> buffer, bool wait) =>
            receiveError == 0 ? throw new InvalidOperationException("nothing was sent") : new(receiveError, 0, 0);

        public void Dispose()
        {
        }
    }
}
