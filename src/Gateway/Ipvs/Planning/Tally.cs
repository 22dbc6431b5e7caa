using Gateway.Model;

namespace Gateway.Ipvs.Planning;

/// <summary>How many ask for a thing that is there once.</summary>
internal sealed record Tally(int Count)
{
    private static readonly Tally One = new(1);

    public static PersistentMap<T, Tally> Add<T>(PersistentMap<T, Tally> map, T item)
        where T : notnull => map.Set(item, map.Find(item) is { } tally ? new(tally.Count + 1) : One);

    public static PersistentMap<T, Tally> Remove<T>(PersistentMap<T, Tally> map, T item)
        where T : notnull => map.Find(item) is { Count: > 1 } tally ? map.Set(item, new(tally.Count - 1)) : map.Remove(item);
}
