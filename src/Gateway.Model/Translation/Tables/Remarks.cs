namespace Gateway.Model.Translation.Tables;

using RemarkIndex = PersistentMap<ObjectReference, PersistentMap<RemarkSource, ObjectConditions>>;

/// <summary>The index of remarks by the object they are about.</summary>
internal static class Remarks
{
    /// <summary>The remarks of a table whose changes these are.</summary>
    public static RemarkIndex Take<TKey, TValue>(
        this RemarkIndex index, IEnumerable<MapChange<TKey, TValue>> changes, Func<TKey, RemarkSource> sourceOf)
        where TValue : class, IRemarked =>
        index.Update(changes, sourceOf, ByObject);

    /// <summary>All that is said about one object, each thing once.</summary>
    public static ObjectConditions? About(this RemarkIndex index, ObjectReference reference) =>
        index.Find(reference) is { } sources
            ? new(sources.OrderBy(source => source.Key).SelectMany(source => (IEnumerable<Condition>)source.Value.Items).Distinct().ToValueArray())
            : null;

    private static IEnumerable<KeyValuePair<ObjectReference, ObjectConditions>> ByObject<TValue>(TValue value)
        where TValue : class, IRemarked =>
        value.Remarks.IsEmpty
            ? []
            : value.Remarks
                .GroupBy(remark => remark.Object, remark => remark.Condition)
                .Select(group => KeyValuePair.Create(group.Key, new ObjectConditions(group.ToValueArray())));
}
