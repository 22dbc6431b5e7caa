using Gateway.Netlink.Interop;
using static Gateway.Netlink.NetlinkConstants;

namespace Gateway.Netlink;

/// <summary>Reads what follows struct nlmsghdr of one message; null for what is of no interest.</summary>
internal delegate T? ParseBody<out T>(ReadOnlySpan<byte> body);

/// <summary>Reads what follows struct nlmsghdr of one message.</summary>
internal delegate void ReadBody(ReadOnlySpan<byte> body);

/// <summary>
/// Requests and their answers over one transport: one at a time, each checked for whom it is and what it answers. What is lost on the way, for
/// want of room, is noticed and asked for again.
/// </summary>
/// <param name="transport">Disposed with the connection.</param>
/// <param name="lastSequence">The number of the last request.</param>
internal sealed partial class NetlinkConnection(INetlinkTransport transport, uint lastSequence = 0) : IDisposable
{
    /// <summary>A dump during which the table changed, or of which a part was lost, is repeated up to so many times.</summary>
    private const int MaxAttempts = 10;

    /// <summary>So many datagrams of other processes are passed over while one of the kernel's is waited for, and no more: they must not keep us.</summary>
    private const int MaxForeign = 10_000;

    private byte[] _answer = new byte[64 * 1024];
    private uint _sequence = lastSequence;

    /// <summary>Where the caller writes its request, with <see cref="MessageWriter"/>.</summary>
    public byte[] Request { get; } = new byte[MessageWriter.MaxLength];

    /// <summary>Sends the request and waits until it is carried out.</summary>
    /// <param name="attempt">What is attempted, such as <c>set the timeouts of IPVS</c>.</param>
    /// <exception cref="NetlinkException">It was refused, or the kernel cannot be spoken to.</exception>
    public void Acknowledge(int length, string attempt) => Find<object>(length, attempt, static _ => null);

    /// <summary>Sends the request and reads the one message that answers it.</summary>
    /// <returns>Null where none came, though the request was carried out.</returns>
    /// <exception cref="NetlinkException">It was refused, or the kernel cannot be spoken to.</exception>
    public T? Find<T>(int length, string attempt, ParseBody<T> parse) where T : class
    {
        T? result = null;
        Repeat(length, NLM_F_ACK, attempt, body => result = parse(body) ?? result, () => result = null);
        return result;
    }

    /// <summary>Sends the request as a dump and reads all messages that answer it.</summary>
    /// <exception cref="NetlinkException">It was refused, changed all the time, or the kernel cannot be spoken to.</exception>
    public List<T> List<T>(int length, string attempt, ParseBody<T> parse) where T : class
    {
        var results = new List<T>();
        Visit(
            length,
            attempt,
            body =>
            {
                if (parse(body) is { } result)
                    results.Add(result);
            },
            results.Clear);
        return results;
    }

    /// <summary>Sends the request as a dump and reads all messages that answer it, keeping none.</summary>
    /// <param name="restart">Called before the first message, and again where the dump begins anew: what was read so far does not count.</param>
    /// <exception cref="NetlinkException">It was refused, changed all the time, or the kernel cannot be spoken to.</exception>
    public void Visit(int length, string attempt, ReadBody read, Action restart) => Repeat(length, NLM_F_DUMP, attempt, read, restart);

    public void Dispose() => transport.Dispose();

    private void Repeat(int length, ushort flags, string attempt, ReadBody read, Action forget)
    {
        for (var tries = 0; tries < MaxAttempts; tries++)
        {
            forget();
            if (TryConverse(length, flags, attempt, read))
                return;
        }
        throw new NetlinkException(Errno.EAGAIN, $"cannot {attempt}: it changed, or its answer was lost, {MaxAttempts} times in a row");
    }

    /// <returns>False where what was read is not to be relied on.</returns>
    private bool TryConverse(int length, ushort flags, string attempt, ReadBody read)
    {
        var sequence = NextSequence(1);
        MessageWriter.Address(Request, flags, sequence, transport.Port);
        Send(Request.AsSpan(0, length), attempt);
        var ended = false;
        var consistent = true;
        try
        {
            while (!ended)
            {
                if (Receive(attempt, wait: true, out var datagram) != Outcome.Datagram)
                    return false;
                var messages = new MessageReader(datagram);
                while (messages.Read())
                {
                    // Left over from a conversation that was broken off.
                    if (messages.Sequence != sequence || messages.Port != transport.Port)
                        continue;
                    consistent &= (messages.Flags & NLM_F_DUMP_INTR) == 0 && messages.Type != NLMSG_OVERRUN;
                    if (messages.Type is NLMSG_ERROR or NLMSG_DONE)
                    {
                        ended = true;
                        if (KernelAnswer.Parse(messages) is { Error: not 0 } answer)
                            throw answer.ToException(attempt);
                    }
                    else if (messages.Type is not (NLMSG_NOOP or NLMSG_OVERRUN))
                    {
                        read(messages.Body);
                    }
                }
            }
            return consistent;
        }
        finally
        {
            // The kernel begins no dump while another one is under way.
            if (!ended)
                Drain();
        }
    }

    private enum Outcome
    {
        Datagram,

        /// <summary>There was something, and it is gone.</summary>
        Lost,

        /// <summary>There is nothing, and it was not to be waited for.</summary>
        Nothing,
    }

    private Outcome Receive(string attempt, bool wait, out ReadOnlySpan<byte> datagram)
    {
        datagram = default;
        for (var foreign = 0; foreign < MaxForeign; foreign++)
        {
            var received = transport.Receive(_answer, wait);
            if (received.Error == Errno.ENOBUFS)
                return Outcome.Lost;
            if (received.Error == Errno.EAGAIN && !wait)
                return Outcome.Nothing;
            if (received.Error != 0)
            {
                var silence = received.Error == Errno.EAGAIN ? ": the kernel does not answer" : "";
                throw Lost(received.Error, $"cannot {attempt}: {Errno.Describe(received.Error)}{silence}");
            }
            // Any process may send to our port.
            if (received.Sender != 0)
                continue;
            if (received.Length > _answer.Length)
            {
                _answer = new byte[Align(received.Length)];
                return Outcome.Lost;
            }
            datagram = _answer.AsSpan(0, received.Length);
            return Outcome.Datagram;
        }
        throw Lost(Errno.EAGAIN, $"cannot {attempt}: {MaxForeign} datagrams came from other processes, and none from the kernel");
    }

    /// <summary>Takes what is there. What comes after so many is passed over later, by its number.</summary>
    private void Drain()
    {
        for (var taken = 0; taken < MaxForeign && transport.Receive(_answer, wait: false) is { Error: 0 or Errno.ENOBUFS }; taken++)
        {
        }
    }

    private void Send(ReadOnlySpan<byte> messages, string attempt)
    {
        if (transport.Send(messages) is not 0 and var error)
            throw error is Errno.ENOMEM or Errno.ENOBUFS or Errno.EMSGSIZE
                ? new NetlinkException(error, $"cannot {attempt}: {Errno.Describe(error)}")
                : Lost(error, $"cannot {attempt}: {Errno.Describe(error)}");
    }

    private static NetlinkException Lost(int error, string message) => new(error, message) { Reason = NetlinkReason.ConnectionLost };

    /// <returns>The first of so many. Zero is for what nobody asked for.</returns>
    private uint NextSequence(int count)
    {
        if (_sequence > uint.MaxValue - (uint)count)
            _sequence = 0;
        var first = _sequence + 1;
        _sequence += (uint)count;
        return first;
    }
}
