namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>
/// The binary tree of the least weighted depth: the two lightest are joined again and again. Vertices are numbered: the items first, in
/// their order, then the joints, from the lightest to the root. Equal weights are taken in order, so that the tree depends on its input alone.
/// </summary>
internal readonly struct HuffmanTree
{
    private readonly ulong[] _weights;
    private readonly int[] _left;
    private readonly int[] _right;

    public HuffmanTree(ReadOnlySpan<uint> weights)
    {
        var count = weights.Length;
        _weights = new ulong[2 * count - 1];
        _left = new int[count - 1];
        _right = new int[count - 1];
        var byWeight = new ulong[count];
        for (var i = 0; i < count; i++)
        {
            _weights[i] = weights[i];
            byWeight[i] = ((ulong)weights[i] << 32) | (uint)i;
        }
        Array.Sort(byWeight);
        var (nextItem, nextJoint) = (0, count);
        for (var joint = count; joint < _weights.Length; joint++)
        {
            var left = _left[joint - count] = TakeLightest(byWeight, ref nextItem, ref nextJoint, joint);
            var right = _right[joint - count] = TakeLightest(byWeight, ref nextItem, ref nextJoint, joint);
            _weights[joint] = _weights[left] + _weights[right];
        }
    }

    public ulong Weight(int vertex) => _weights[vertex];

    public int Left(int joint) => _left[joint];

    public int Right(int joint) => _right[joint];

    /// <summary>Joints come into being in the order of their weights, so that each of the two queues has its lightest in front.</summary>
    private int TakeLightest(ulong[] byWeight, ref int nextItem, ref int nextJoint, int made)
    {
        if (nextItem == byWeight.Length)
            return nextJoint++;
        var takeItem = nextJoint == made || byWeight[nextItem] >> 32 <= _weights[nextJoint];
        return takeItem ? (int)(uint)byWeight[nextItem++] : nextJoint++;
    }
}
