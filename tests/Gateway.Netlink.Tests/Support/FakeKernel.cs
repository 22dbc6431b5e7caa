using System.Runtime.InteropServices;
using Gateway.Netlink.Interop;

namespace Gateway.Netlink.Tests.Support;

/// <summary>One message that was sent.</summary>
internal sealed record Sent(ushort Type, ushort Flags, uint Sequence, uint Port, byte[] Body);

/// <summary>A datagram for the client.</summary>
internal sealed record Datagram(byte[] Bytes, uint Sender = 0);

/// <summary>
/// The kernel's end of a netlink socket: a function from a message to the datagrams that answer it, and a receive buffer with a bound. As in the
/// kernel, messages are answered while they are sent, what has no room is lost, that something was lost is said once and before what is there,
/// and nothing more has room until all of it was received.
/// </summary>
internal sealed class FakeKernel(Func<Sent, IEnumerable<Datagram>> answer) : INetlinkTransport
{
    public const uint ClientPort = 4242;

    private readonly Queue<Datagram> _waiting = new();
    private bool _overrun;
    private bool _congested;

    /// <summary>Datagrams that have room.</summary>
    public int Room { get; init; } = int.MaxValue;

    /// <summary>What was sent, one list for each datagram.</summary>
    public List<List<Sent>> Datagrams { get; } = [];

    public IEnumerable<Sent> Messages => Datagrams.SelectMany(messages => messages);

    /// <summary>Whether the answers to this message of this datagram are lost, by their numbers.</summary>
    public Func<int, int, bool> Loses { get; init; } = (_, _) => false;

    public bool IsDisposed { get; private set; }

    public uint Port => ClientPort;

    public int SendLimit { get; init; } = 1 << 20;

    public int ReceiveLimit { get; init; } = 1 << 20;

    public int Send(ReadOnlySpan<byte> messages)
    {
        if (messages.Length > SendLimit)
            return 90;
        var sent = new List<Sent>();
        Datagrams.Add(sent);
        var reader = new MessageReader(messages);
        while (reader.Read())
        {
            var message = new Sent(reader.Type, reader.Flags, reader.Sequence, reader.Port, reader.Body.ToArray());
            sent.Add(message);
            foreach (var datagram in answer(message))
                Deliver(datagram, Loses(Datagrams.Count - 1, sent.Count - 1));
        }
        return 0;
    }

    public Received Receive(Span<byte> buffer, bool wait)
    {
        if (_overrun)
        {
            _overrun = false;
            return new(Errno.ENOBUFS, 0, 0);
        }
        if (!_waiting.TryDequeue(out var datagram))
        {
            _congested = false;
            return new(Errno.EAGAIN, 0, 0);
        }
        _congested &= _waiting.Count > 0;
        datagram.Bytes.AsSpan(0, Math.Min(buffer.Length, datagram.Bytes.Length)).CopyTo(buffer);
        return new(0, datagram.Bytes.Length, datagram.Sender);
    }

    public void Dispose() => IsDisposed = true;

    private void Deliver(Datagram datagram, bool isLost)
    {
        if (isLost || _congested || _waiting.Count >= Room)
            _overrun = _congested = true;
        else
            _waiting.Enqueue(datagram);
    }

    /// <summary>Answers nothing, and an acknowledgement where one is wanted.</summary>
    public static IEnumerable<Datagram> Acknowledge(Sent sent) => (sent.Flags & NetlinkConstants.NLM_F_ACK) == 0 ? [] : [Error(sent, 0)];

    public static Datagram Error(Sent sent, int error, byte[]? attributes = null) => new(Message(
        NetlinkConstants.NLMSG_ERROR,
        (ushort)(NetlinkConstants.NLM_F_CAPPED | (attributes is null ? 0 : NetlinkConstants.NLM_F_ACK_TLVS)),
        sent.Sequence,
        sent.Port,
        [.. Int(-error), .. Header(16, sent.Type, sent.Flags, sent.Sequence, sent.Port), .. attributes ?? []]));

    public static byte[] Done(Sent sent, int error = 0) =>
        Message(NetlinkConstants.NLMSG_DONE, NetlinkConstants.NLM_F_MULTI, sent.Sequence, sent.Port, Int(-error));

    /// <summary>An answer of the request's own type.</summary>
    public static byte[] Reply(Sent sent, byte[] body, ushort flags = NetlinkConstants.NLM_F_MULTI) =>
        Message(sent.Type, flags, sent.Sequence, sent.Port, body);

    public static byte[] Message(ushort type, ushort flags, uint sequence, uint port, byte[] body) =>
        [.. Header(16 + body.Length, type, flags, sequence, port), .. body, .. new byte[(4 - body.Length % 4) % 4]];

    private static byte[] Header(int length, ushort type, ushort flags, uint sequence, uint port)
    {
        var header = new byte[16];
        MemoryMarshal.Write(header, length);
        MemoryMarshal.Write(header.AsSpan(4), type);
        MemoryMarshal.Write(header.AsSpan(6), flags);
        MemoryMarshal.Write(header.AsSpan(8), sequence);
        MemoryMarshal.Write(header.AsSpan(12), port);
        return header;
    }

    public static byte[] Int(int value) => BitConverter.GetBytes(value);
}
