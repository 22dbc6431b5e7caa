namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>
/// Whose turn it is to take a slot: an item of weight w has its k-th turn (from 0) in round k·max/w. A calendar with a queue for each
/// round; an item that had its turn goes to the end of the queue of its next.
/// </summary>
internal ref struct MaglevTurns
{
    private const int None = -1;

    private readonly ReadOnlySpan<uint> _weights;
    private readonly ulong _heaviest;
    private readonly int[] _first;
    private readonly int[] _last;
    private readonly int[] _following;
    private readonly ulong[] _taken;
    private int _round;

    /// <param name="turns">How many turns are asked for at most.</param>
    public MaglevTurns(ReadOnlySpan<uint> weights, int turns)
    {
        _weights = weights;
        var total = 0ul;
        foreach (var weight in weights)
        {
            total += weight;
            _heaviest = Math.Max(_heaviest, weight);
        }
        // In r rounds there are at least r·total/heaviest turns.
        var rounds = (int)((ulong)turns * _heaviest / total) + 2;
        _first = new int[rounds];
        _last = new int[rounds];
        Array.Fill(_first, None);
        _following = new int[weights.Length];
        _taken = new ulong[weights.Length];
        for (var i = 0; i < weights.Length; i++)
            Enqueue(i, 0);
    }

    public int Next()
    {
        while (_first[_round] == None)
            _round++;
        var item = _first[_round];
        _first[_round] = _following[item];
        Enqueue(item, ++_taken[item] * _heaviest / _weights[item]);
        return item;
    }

    private readonly void Enqueue(int item, ulong round)
    {
        if (round >= (ulong)_first.Length)
            return;
        _following[item] = None;
        if (_first[round] == None)
            _first[round] = item;
        else
            _following[_last[round]] = item;
        _last[round] = item;
    }
}
