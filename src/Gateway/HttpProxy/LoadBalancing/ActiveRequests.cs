using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>
/// How many requests are with a destination, counted from the pick on. (YARP's own <see cref="DestinationState.ConcurrentRequestCount"/>
/// moves only when the forwarder starts, so that picks made at the same time do not see each other.)
/// </summary>
internal sealed class ActiveRequests
{
    private static readonly ConditionalWeakTable<DestinationState, ActiveRequests> Counters = [];

    private PaddedCounter _counter;

    public static ActiveRequests For(DestinationState destination) =>
        Counters.TryGetValue(destination, out var counter) ? counter : Counters.GetOrCreateValue(destination);

    public int Count => Volatile.Read(ref _counter.Count);

    public void Increment() => Interlocked.Increment(ref _counter.Count);

    /// <summary>Counts one more if nobody else has counted since <see cref="Count"/> was read as <paramref name="seen"/>.</summary>
    public bool TryIncrementFrom(int seen) => Interlocked.CompareExchange(ref _counter.Count, seen + 1, seen) == seen;

    public void Decrement() => Interlocked.Decrement(ref _counter.Count);

    /// <summary>As long as a cache line, so that no two destinations' counters share one.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct PaddedCounter
    {
        [FieldOffset(0)]
        public int Count;
    }
}
