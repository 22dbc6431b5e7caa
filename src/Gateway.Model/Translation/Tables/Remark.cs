namespace Gateway.Model.Translation.Tables;

/// <summary>A condition and the object it is about, which need not be the one that it was found with.</summary>
internal sealed record Remark(ObjectReference Object, Condition Condition);

/// <summary>A value of a table that has something to say about objects.</summary>
internal interface IRemarked
{
    ValueArray<Remark> Remarks { get; }
}

/// <summary>The place a remark comes from: a table, and the key there. Remarks on one object are given in this order.</summary>
internal readonly record struct RemarkSource(RemarkOrigin Origin, string Key) : IComparable<RemarkSource>
{
    public int CompareTo(RemarkSource other)
    {
        var byOrigin = Origin.CompareTo(other.Origin);
        return byOrigin != 0 ? byOrigin : string.CompareOrdinal(Key, other.Key);
    }
}

internal enum RemarkOrigin
{
    Object,
    Host,
    Certificate,
    Cluster,
}
