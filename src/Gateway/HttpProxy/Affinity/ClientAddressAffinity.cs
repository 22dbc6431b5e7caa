using System.Collections.Concurrent;
using System.Net;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.Affinity;

/// <summary>
/// Which destination each client address of one cluster was last sent to (<c>sessionAffinity: ClientIP</c>). Destinations are known by
/// their ids, so that a table outlives the cluster's destination sets and its state object. Finding takes no lock and allocates nothing.
/// </summary>
/// <param name="timeout">Since the last use.</param>
/// <param name="capacity">
/// When the table is full, a new client takes the place of the one that came first; one that was used since it was last considered gets
/// another round, up to <see cref="MaxReprieves"/> of them at a time.
/// </param>
internal sealed class ClientAddressAffinity(TimeSpan timeout, TimeProvider time, int capacity = ClientAddressAffinity.DefaultCapacity)
{
    public const int DefaultCapacity = 100_000;
    private const int MaxReprieves = 16;

    private readonly ConcurrentDictionary<ClientAddress, Entry> _entries = new();

    /// <summary>Every entry, in the order of coming; forgotten ones too, until their turn.</summary>
    private readonly ConcurrentQueue<Entry> _order = new();
    private int _queued;
    private long _timeout = timeout.Ticks;
    private volatile DestinationIndex _index = IndexOf([]);

    /// <summary>May be changed while in use; counts for the entries that are there too.</summary>
    public TimeSpan Timeout
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _timeout));
        set => Volatile.Write(ref _timeout, value.Ticks);
    }

    public int Count => _entries.Count;

    /// <summary>
    /// The client's destination, and its time starts anew. Null where there is none, it was not used for the timeout, or it is not in
    /// <paramref name="current"/>, which forgets it. A destination of weight 0 keeps its clients.
    /// </summary>
    /// <param name="current">Not changed once it was passed; another set is another instance.</param>
    public DestinationState? Find(IPAddress client, IReadOnlyList<DestinationState> current)
    {
        if (!_entries.TryGetValue(ClientAddress.Of(client), out var entry))
            return null;
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(entry.LastUse, now) >= Timeout || Current(current).Find(entry.DestinationId) is not { } destination)
        {
            _entries.TryRemove(new(entry.Client, entry));
            return null;
        }
        entry.LastUse = now;
        return destination;
    }

    /// <summary>Sends the client to this destination from now on; to be called with a fresh pick.</summary>
    public void Remember(IPAddress client, DestinationState destination)
    {
        var fresh = new Entry(ClientAddress.Of(client), destination.DestinationId, time.GetTimestamp());
        var entry = _entries.GetOrAdd(fresh.Client, fresh);
        if (!ReferenceEquals(entry, fresh))
        {
            entry.DestinationId = fresh.DestinationId;
            entry.LastUse = fresh.LastUse;
            return;
        }
        _order.Enqueue(fresh);
        if (Interlocked.Increment(ref _queued) > capacity)
            DropOldest();
    }

    private void DropOldest()
    {
        for (var reprieves = 0; _order.TryDequeue(out var oldest); reprieves++)
        {
            if (reprieves < MaxReprieves && oldest.TakeReprieve() && _entries.TryGetValue(oldest.Client, out var entry) && ReferenceEquals(entry, oldest))
            {
                _order.Enqueue(oldest);
                continue;
            }
            _entries.TryRemove(new(oldest.Client, oldest));
            Interlocked.Decrement(ref _queued);
            return;
        }
    }

    private DestinationIndex Current(IReadOnlyList<DestinationState> destinations)
    {
        var index = _index;
        return ReferenceEquals(index.Destinations, destinations) ? index : _index = IndexOf(destinations);
    }

    private static DestinationIndex IndexOf(IReadOnlyList<DestinationState> destinations) => new(destinations, destination => destination.DestinationId);

    private sealed class Entry(ClientAddress client, string destinationId, long now)
    {
        private long _lastUse = now;
        private long _consideredUse = now;

        public readonly ClientAddress Client = client;
        public volatile string DestinationId = destinationId;

        /// <summary>A timestamp of the clock.</summary>
        public long LastUse
        {
            get => Volatile.Read(ref _lastUse);
            set => Volatile.Write(ref _lastUse, value);
        }

        /// <summary>Whether it was used since this was last asked.</summary>
        public bool TakeReprieve()
        {
            var lastUse = LastUse;
            var used = lastUse != _consideredUse;
            _consideredUse = lastUse;
            return used;
        }
    }
}
