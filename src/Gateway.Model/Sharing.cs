namespace Gateway.Model;

/// <summary>
/// The items of a list that stay through an update keep their references, though the update brought them as new ones that are equal. What is kept for long
/// is then only what really came: less for the collector to move, and less to compare.
/// </summary>
public static class Sharing
{
    /// <summary>
    /// <paramref name="after"/>, with every item that equals one of <paramref name="before"/> being that one; of items that a list has twice, some may not be.
    /// The same array where all of it is equal, in the same order.
    /// </summary>
    public static ValueArray<T> Keep<T>(ValueArray<T> before, ValueArray<T> after)
        where T : class
    {
        if (before.IsEmpty || after.IsEmpty)
            return after;
        var kept = new T[after.Count];
        return Keep(before.AsSpan(), after.AsSpan(), kept) ? before : new(kept);
    }

    /// <summary>The same for a list as objects hold it.</summary>
    public static IReadOnlyList<T>? Keep<T>(IReadOnlyList<T>? before, IReadOnlyList<T>? after)
        where T : class
    {
        if (before is null || after is null)
            return after;
        var kept = new T[after.Count];
        return Keep<T>(before as T[] ?? [.. before], after as T[] ?? [.. after], kept) ? before : kept;
    }

    /// <summary>True where all is as it was. Most updates touch one place: what is before it and behind it is found without a search.</summary>
    private static bool Keep<T>(ReadOnlySpan<T> before, ReadOnlySpan<T> after, Span<T> kept)
        where T : class
    {
        var start = 0;
        for (; start < Math.Min(before.Length, after.Length) && Equals(before[start], after[start]); start++)
            kept[start] = before[start];
        if (start == before.Length && start == after.Length)
            return true;
        var end = 0;
        for (; end < Math.Min(before.Length, after.Length) - start && Equals(before[^(end + 1)], after[^(end + 1)]); end++)
            kept[^(end + 1)] = before[^(end + 1)];
        Search(before[start..^end], after[start..^end], kept[start..^end]);
        return false;
    }

    private static void Search<T>(ReadOnlySpan<T> before, ReadOnlySpan<T> after, Span<T> kept)
        where T : class
    {
        after.CopyTo(kept);
        if (before.IsEmpty || after.IsEmpty)
            return;
        var known = new HashSet<T>(before.Length);
        foreach (var item in before)
            known.Add(item);
        foreach (ref var item in kept)
            item = known.TryGetValue(item, out var earlier) ? earlier : item;
    }
}
