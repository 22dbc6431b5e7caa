using System.Runtime.InteropServices;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>Draws an item with the probability of its weight in constant time, from one random number.</summary>
/// <remarks>Walker's method as set up by Vose (1991), in integers: the only rounding is that of the thresholds, below 2^-63.</remarks>
internal sealed class AliasTable
{
    private readonly Column[] _columns;

    private AliasTable(Column[] columns) => _columns = columns;

    /// <param name="weights">At least one, each positive, of a sum below 2^32.</param>
    public static AliasTable Build(ReadOnlySpan<uint> weights)
    {
        var count = (ulong)weights.Length;
        var total = 0ul;
        foreach (var weight in weights)
            total += weight;
        // What is left to place of each item, where a column holds `total`.
        var rest = new ulong[weights.Length];
        var light = new Stack<int>();
        var heavy = new Stack<int>();
        for (var i = 0; i < rest.Length; i++)
        {
            rest[i] = weights[i] * count;
            (rest[i] < total ? light : heavy).Push(i);
        }
        var columns = new Column[weights.Length];
        while (light.TryPop(out var item))
        {
            // The columns' sum is the items' sum, so that a light item always finds a heavy one to fill up its column.
            var donor = heavy.Pop();
            columns[item] = new((ulong)(((UInt128)rest[item] << 64) / total), donor);
            rest[donor] -= total - rest[item];
            (rest[donor] < total ? light : heavy).Push(donor);
        }
        foreach (var item in heavy)
            columns[item] = new(ulong.MaxValue, item);
        return new(columns);
    }

    /// <param name="random">Evenly spread over 64 bits: the high part chooses the column, the low part the item within.</param>
    public int ItemAt(ulong random)
    {
        var columns = _columns;
        var column = (int)Math.BigMul(random, (ulong)columns.Length, out var fraction);
        return fraction < columns[column].Threshold ? column : columns[column].Alias;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Column(ulong Threshold, int Alias);
}
