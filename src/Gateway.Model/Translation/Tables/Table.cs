namespace Gateway.Model.Translation.Tables;

/// <summary>
/// A table of translation: a persistent map whose every value is a pure function of its key and of other tables. Bringing it up to date
/// takes the keys whose inputs may have changed. A value that comes out equal keeps its reference, so what depends on the table sees
/// through <see cref="PersistentMap{TKey,TValue}.ChangesSince"/> only what really changed.
/// </summary>
internal static class Table
{
    /// <param name="build">The value of a key; null where the key has none.</param>
    public static PersistentMap<TKey, TValue> Recompute<TKey, TValue>(
        this PersistentMap<TKey, TValue> table, IEnumerable<TKey> dirty, Func<TKey, TValue?> build)
        where TKey : notnull
        where TValue : class
    {
        foreach (var key in dirty)
        {
            var value = build(key);
            if (!Equals(table.Find(key), value))
                table = table.With(key, value);
        }
        return table;
    }

    /// <summary>The table of one part of another table's values.</summary>
    public static PersistentMap<TKey, TPart> Project<TKey, TValue, TPart>(
        this PersistentMap<TKey, TPart> table, IEnumerable<MapChange<TKey, TValue>> changes, Func<TValue, TPart?> part)
        where TKey : notnull
        where TValue : class
        where TPart : class
    {
        foreach (var (key, _, after) in changes)
        {
            var value = after is null ? null : part(after);
            if (!Equals(table.Find(key), value))
                table = table.With(key, value);
        }
        return table;
    }

    public static IEnumerable<TKey> Keys<TKey, TValue>(this IEnumerable<MapChange<TKey, TValue>> changes)
        where TValue : class =>
        changes.Select(change => change.Key);

    /// <summary>The keys that are in one of the two versions alone.</summary>
    public static IEnumerable<TKey> KeysThatComeOrGo<TKey, TValue>(this IEnumerable<MapChange<TKey, TValue>> changes)
        where TValue : class =>
        changes.Where(change => change.Before is null || change.After is null).Keys();
}
