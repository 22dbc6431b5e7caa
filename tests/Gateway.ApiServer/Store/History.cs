namespace Gateway.ApiServer.Store;

/// <summary>
/// The last changes of one resource, numbered from the first one ever. Watches read on from a number, so that a change costs the same however many
/// watch. Not safe for several threads: the store's lock is around it.
/// </summary>
internal sealed class History(int limit)
{
    private StoreEvent[] _ring = new StoreEvent[Math.Min(limit, 64)];
    private long _first;

    /// <summary>The number that the next change gets.</summary>
    public long Next { get; private set; }

    /// <summary>Changes up to this version are not here any more: who has seen less must list.</summary>
    public long LostUpTo { get; private set; }

    private StoreEvent this[long number]
    {
        get => _ring[number % _ring.Length];
        set => _ring[number % _ring.Length] = value;
    }

    public void Append(StoreEvent change)
    {
        if (Next - _first == _ring.Length)
            MakeRoom();
        this[Next++] = change;
    }

    /// <summary>Forgets the changes up to a version, and that there were any.</summary>
    public void Forget(long upTo)
    {
        LostUpTo = Math.Max(LostUpTo, upTo);
        while (_first < Next && this[_first].Version <= upTo)
            this[_first++] = null!;
    }

    /// <summary>The store went back in time: what happened after <paramref name="version"/> never did.</summary>
    public void Restart(long version)
    {
        Array.Clear(_ring);
        _first = Next;
        LostUpTo = version;
    }

    /// <summary>The number of the first change after a version.</summary>
    public long NumberAfter(long version)
    {
        var (low, high) = (_first, Next);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (this[middle].Version > version)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }

    /// <summary>Takes what there is from a number on, and moves the number. False where some of it was forgotten already.</summary>
    public bool TryRead(ref long number, List<StoreEvent> into, int most)
    {
        if (number < _first)
            return false;
        for (var end = Math.Min(Next, number + most); number < end; number++)
            into.Add(this[number]);
        return true;
    }

    /// <summary>From the newest back to the first after a version.</summary>
    public IEnumerable<StoreEvent> BackTo(long version)
    {
        for (var number = Next - 1; number >= _first && this[number].Version > version; number--)
            yield return this[number];
    }

    private void MakeRoom()
    {
        if (_ring.Length < limit)
        {
            var larger = new StoreEvent[Math.Min(limit, _ring.Length * 2)];
            for (var number = _first; number < Next; number++)
                larger[number % larger.Length] = this[number];
            _ring = larger;
            return;
        }
        LostUpTo = Math.Max(LostUpTo, this[_first].Version);
        this[_first++] = null!;
    }
}
