using System.Runtime.InteropServices;
using Gateway.Netlink.Interop;
using static Gateway.Netlink.NetlinkConstants;

namespace Gateway.Netlink;

/// <summary>How commands of one kind are sent in a batch.</summary>
internal interface IBatchCommands<in T>
{
    /// <summary>What is attempted by all of them, such as <c>change IPVS</c>.</summary>
    string Attempt { get; }

    /// <summary>Writes the command's message with <see cref="MessageWriter"/>, at most <see cref="MessageWriter.MaxLength"/> bytes.</summary>
    /// <returns>The message's length.</returns>
    int Write(Span<byte> buffer, T command);

    /// <summary>
    /// Whether this error of a command that was sent once more, because the first answer was lost, tells that the first time had done it: to delete
    /// what is gone, to add what is there just so.
    /// </summary>
    bool WasDone(T command, int error);
}

/// <summary>The kernel refused one command of a batch.</summary>
/// <param name="Index">Which of those given.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Refusal(int Index, KernelAnswer Answer);

internal sealed partial class NetlinkConnection
{
    private const int MaxChunkBytes = 64 * 1024;
    private const int MaxChunkMessages = 256;

    /// <summary>More than an answer takes of the receive buffer, with the kernel's own overhead.</summary>
    private const int AnswerBytes = 2048;

    private readonly byte[] _chunk = new byte[Math.Clamp(transport.SendLimit, MessageWriter.MaxLength, MaxChunkBytes)];
    private readonly int _chunkMessages = Math.Clamp(transport.ReceiveLimit / AnswerBytes, 1, MaxChunkMessages);

    /// <summary>
    /// Carries out all commands in their order, going on after one that is refused. Many go in one datagram, as many as all their answers have
    /// room for; the kernel answers those that it refuses and the last one, and has answered when the datagram is sent.
    /// </summary>
    /// <returns>Those that were refused, in their order.</returns>
    /// <exception cref="NetlinkException">The kernel cannot be spoken to; some of the commands may have been carried out.</exception>
    public List<Refusal> Execute<T>(IReadOnlyList<T> commands, IBatchCommands<T> kind)
    {
        var refusals = new List<Refusal>();
        for (var first = 0; first < commands.Count;)
        {
            var before = refusals.Count;
            var count = ExecuteChunk(commands, first, _chunkMessages, kind, refusals, out var lost);
            if (lost)
                Resolve(commands, first, count, kind, refusals, before);
            first += count;
        }
        return refusals;
    }

    /// <returns>How many commands the chunk had.</returns>
    private int ExecuteChunk<T>(IReadOnlyList<T> commands, int first, int most, IBatchCommands<T> kind, List<Refusal> refusals, out bool lost)
    {
        var sequence = NextSequence(most);
        var (count, length, last) = (0, 0, 0);
        while (first + count < commands.Count && count < most && _chunk.Length - length >= MessageWriter.MaxLength)
        {
            last = length;
            length += kind.Write(_chunk.AsSpan(length, MessageWriter.MaxLength), commands[first + count]);
            MessageWriter.Address(_chunk.AsSpan(last), 0, sequence + (uint)count, transport.Port);
            count++;
        }
        MessageWriter.AddFlags(_chunk.AsSpan(last), NLM_F_ACK);
        Send(_chunk.AsSpan(0, length), kind.Attempt);
        lost = !TryReadAnswers(sequence, first, count, kind.Attempt, refusals);
        return count;
    }

    /// <returns>False where an answer was lost; those that were not are read then, too.</returns>
    private bool TryReadAnswers(uint firstSequence, int first, int count, string attempt, List<Refusal> refusals)
    {
        var (ended, whole) = (false, true);
        while (!ended)
        {
            // Once something is lost, the last answer may be among it, and is not waited for.
            var outcome = Receive(attempt, wait: whole, out var datagram);
            if (outcome == Outcome.Nothing)
                break;
            whole &= outcome != Outcome.Lost;
            var messages = new MessageReader(datagram);
            while (messages.Read())
            {
                if (messages.Port != transport.Port)
                    continue;
                whole &= messages.Type != NLMSG_OVERRUN;
                var index = messages.Sequence - firstSequence;
                if (messages.Type != NLMSG_ERROR || index >= (uint)count)
                    continue;
                ended |= index == count - 1;
                if (KernelAnswer.Parse(messages) is { Error: not 0 } answer)
                    refusals.Add(new(first + (int)index, answer));
            }
        }
        return whole;
    }

    /// <summary>
    /// Of a chunk of which answers were lost, some commands have no answer: whether they were carried out is not known. Each is sent once more, by
    /// itself and in its order, so that what the last of them wants is what is there in the end.
    /// </summary>
    private void Resolve<T>(IReadOnlyList<T> commands, int first, int count, IBatchCommands<T> kind, List<Refusal> refusals, int before)
    {
        var answered = refusals.Skip(before).Select(refusal => refusal.Index).ToHashSet();
        foreach (var index in Enumerable.Range(first, count).Where(index => !answered.Contains(index)))
        {
            var answer = ExecuteAlone(commands, index, kind);
            if (answer.Error != 0 && !kind.WasDone(commands[index], answer.Error))
                refusals.Add(new(index, answer));
        }
        refusals.Sort(static (left, right) => left.Index.CompareTo(right.Index));
    }

    private KernelAnswer ExecuteAlone<T>(IReadOnlyList<T> commands, int index, IBatchCommands<T> kind)
    {
        var refusals = new List<Refusal>();
        for (var tries = 0; tries < MaxAttempts; tries++)
        {
            ExecuteChunk(commands, index, 1, kind, refusals, out var lost);
            if (refusals.Count > 0)
                return refusals[0].Answer;
            if (!lost)
                return default;
        }
        throw new NetlinkException(Errno.ENOBUFS, $"cannot {kind.Attempt}: the kernel's answer was lost {MaxAttempts} times in a row");
    }
}
