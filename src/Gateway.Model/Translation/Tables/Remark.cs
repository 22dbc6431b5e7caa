namespace Gateway.Model.Translation.Tables;

/// <summary>A condition and the object it is about, which need not be the one that it was found with.</summary>
internal sealed record Remark(ObjectReference Object, Condition Condition);

/// <summary>A value of a table that has something to say about objects.</summary>
internal interface IRemarked
{
    ValueArray<Remark> Remarks { get; }
}

/// <summary>The place a remark comes from: a table, and the key there. Remarks on one object are given in this order.</summary>
internal readonly record struct RemarkSource(RemarkOrigin Origin, NamespacedName Name, string Detail) : IComparable<RemarkSource>
{
    public static RemarkSource Of(RemarkOrigin origin, NamespacedName name) => new(origin, name, "");

    public static RemarkSource Of(RemarkOrigin origin, string host) => new(origin, default, host);

    /// <summary>Number and name: a Service that breaks the rules may have two ports of one name.</summary>
    public static RemarkSource Of(RemarkOrigin origin, ServicePortName port) => new(origin, port.Service, $"{port.Number} {port.Port}");

    public int CompareTo(RemarkSource other)
    {
        var byOrigin = Origin.CompareTo(other.Origin);
        if (byOrigin != 0)
            return byOrigin;
        var byName = Name.CompareTo(other.Name);
        return byName != 0 ? byName : string.CompareOrdinal(Detail, other.Detail);
    }
}

internal enum RemarkOrigin
{
    Class,
    Secret,
    Service,
    Ingress,
    Host,
    Certificate,
    Cluster,
    Layer4,
    Address,
    Frontend,
    Layer4Port,
}
