namespace Gateway.Model.Translation.Tables;

/// <summary>
/// A table turned round: by group, the members that are in it and what each says there. Kept up to date from the changes of the table,
/// at a cost that follows them and not the size of a group. Empty groups are absent.
/// </summary>
internal static class Index
{
    /// <param name="memberOf">The member that a key of the table stands for.</param>
    /// <param name="entriesOf">The groups that a value is in, each at most once, with what it says there.</param>
    public static PersistentMap<TGroup, PersistentMap<TMember, TEntry>> Update<TGroup, TMember, TEntry, TKey, TValue>(
        this PersistentMap<TGroup, PersistentMap<TMember, TEntry>> index,
        IEnumerable<MapChange<TKey, TValue>> changes,
        Func<TKey, TMember> memberOf,
        Func<TValue, IEnumerable<KeyValuePair<TGroup, TEntry>>> entriesOf)
        where TGroup : notnull
        where TMember : notnull
        where TEntry : class
        where TValue : class
    {
        foreach (var (key, before, after) in changes)
        {
            var member = memberOf(key);
            var entries = after is null ? [] : entriesOf(after).ToArray();
            if (before is not null)
                foreach (var (group, _) in entriesOf(before).ExceptBy(entries.Select(entry => entry.Key), entry => entry.Key))
                    index = index.Without(group, member);
            foreach (var (group, entry) in entries)
                index = index.WithEntry(group, member, entry);
        }
        return index;
    }

    private static PersistentMap<TGroup, PersistentMap<TMember, TEntry>> WithEntry<TGroup, TMember, TEntry>(
        this PersistentMap<TGroup, PersistentMap<TMember, TEntry>> index, TGroup group, TMember member, TEntry entry)
        where TGroup : notnull
        where TMember : notnull
        where TEntry : class
    {
        var members = index.Find(group) ?? PersistentMap<TMember, TEntry>.Empty;
        return Equals(members.Find(member), entry) ? index : index.Set(group, members.Set(member, entry));
    }

    private static PersistentMap<TGroup, PersistentMap<TMember, TEntry>> Without<TGroup, TMember, TEntry>(
        this PersistentMap<TGroup, PersistentMap<TMember, TEntry>> index, TGroup group, TMember member)
        where TGroup : notnull
        where TMember : notnull
        where TEntry : class
    {
        var members = index.Find(group)?.Remove(member);
        return members is null ? index : index.With(group, members.Count == 0 ? null : members);
    }

    /// <summary>The members of every group in question; a member of several comes several times.</summary>
    public static IEnumerable<TMember> MembersOf<TGroup, TMember, TEntry>(
        this PersistentMap<TGroup, PersistentMap<TMember, TEntry>> index, IEnumerable<TGroup> groups)
        where TGroup : notnull
        where TMember : notnull
        where TEntry : class =>
        groups.SelectMany(group => index.Find(group)?.Keys ?? []);
}
