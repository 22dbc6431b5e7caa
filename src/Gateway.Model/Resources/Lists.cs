namespace Gateway.Model.Resources;

internal static class Lists
{
    /// <summary>Absent equals only absent: for some fields an empty list says something else.</summary>
    public static bool AreEqual<T>(IReadOnlyList<T>? left, IReadOnlyList<T>? right)
    {
        if (ReferenceEquals(left, right))
            return true;
        if (left is null || right is null || left.Count != right.Count)
            return false;
        var comparer = EqualityComparer<T>.Default;
        for (var i = 0; i < left.Count; i++)
            if (!comparer.Equals(left[i], right[i]))
                return false;
        return true;
    }
}
