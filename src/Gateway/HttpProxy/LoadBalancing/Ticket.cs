using System.Runtime.InteropServices;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>
/// Numbers the picks of a rotation: each ticket goes to one pick. Tickets are 64 bits wide and unsigned, so that they do not come to an
/// end, nor to a change of sign, in the life of any process.
/// </summary>
internal sealed class Ticket(ulong first)
{
    private PaddedCounter _counter = new() { Next = first };

    public ulong Take() => Interlocked.Increment(ref _counter.Next) - 1;

    /// <summary>The ticket that the next pick takes.</summary>
    public ulong Next => Volatile.Read(ref _counter.Next);

    /// <summary>Every pick writes here, so the cache line is shared with nothing else.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct PaddedCounter
    {
        [FieldOffset(64)]
        public ulong Next;
    }
}
