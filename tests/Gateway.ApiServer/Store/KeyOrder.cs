namespace Gateway.ApiServer.Store;

/// <summary>Lists are in the order of their keys, byte by byte, as etcd has them.</summary>
internal static class KeyOrder
{
    /// <summary>Where the key is, or the complement of where it would be.</summary>
    public static int IndexOf(IReadOnlyList<StoredObject> objects, string key)
    {
        var (low, high) = (0, objects.Count - 1);
        while (low <= high)
        {
            var middle = low + (high - low) / 2;
            var order = string.CompareOrdinal(objects[middle].Key, key);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return ~low;
    }

    public static int FirstAtOrAfter(IReadOnlyList<StoredObject> objects, string key) =>
        IndexOf(objects, key) is var index && index >= 0 ? index : ~index;
}
