using System.Numerics;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>
/// Draws two different items, the first with the probability of its weight, the second with that of its weight among the others. The
/// second draw leaves the first one's stretch out of the line, so that it never has to be tried again.
/// </summary>
internal sealed class WeightedPair
{
    /// <summary>The items' stretches, one after another: item i takes [_ends[i - 1], _ends[i]).</summary>
    private readonly ulong[] _ends;

    /// <summary>
    /// For each of the line's parts, which are 2^<see cref="_partBits"/> long and n to 2n + 1 in number, the item at its start: a search
    /// begins there and takes about one step.
    /// </summary>
    private readonly int[] _guide;
    private readonly int _partBits;
    private readonly ulong _total;

    /// <param name="weights">At least two, each positive, of a sum below 2^32.</param>
    public WeightedPair(ReadOnlySpan<uint> weights)
    {
        _ends = new ulong[weights.Length];
        for (var i = 0; i < weights.Length; i++)
            _ends[i] = _total += weights[i];
        _partBits = BitOperations.Log2(_total / (ulong)weights.Length);
        _guide = new int[(int)(_total >> _partBits) + 1];
        var item = 0;
        for (var part = 0; part < _guide.Length; part++)
        {
            while (item < _ends.Length - 1 && _ends[item] <= (ulong)part << _partBits)
                item++;
            _guide[part] = item;
        }
    }

    public (int First, int Second) Draw(ulong bits)
    {
        var first = ItemAt(RandomBits.Draw(ref bits, _total));
        var start = first == 0 ? 0 : _ends[first - 1];
        var length = _ends[first] - start;
        var point = RandomBits.Draw(ref bits, _total - length);
        return (first, ItemAt(point < start ? point : point + length));
    }

    private int ItemAt(ulong point)
    {
        var ends = _ends;
        var item = _guide[(int)(point >> _partBits)];
        while (ends[item] <= point)
            item++;
        return item;
    }
}
