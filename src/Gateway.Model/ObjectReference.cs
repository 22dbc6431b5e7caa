namespace Gateway.Model;

/// <summary>Names an object across kinds, for conditions and messages.</summary>
public readonly record struct ObjectReference(string Kind, NamespacedName Name) : IComparable<ObjectReference>
{
    public int CompareTo(ObjectReference other)
    {
        var byKind = string.CompareOrdinal(Kind, other.Kind);
        return byKind != 0 ? byKind : Name.CompareTo(other.Name);
    }

    public override string ToString() => $"{Kind} {Name}";
}
