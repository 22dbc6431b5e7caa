using System.Runtime.InteropServices;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>
/// An evenly spread weighted sequence in closed form: which item ticket t goes to, for any t, with no table. In any Σweights
/// consecutive tickets each item comes exactly as often as its weight says.
/// </summary>
/// <remarks>
/// A binary tree over the items. A node shares its tickets out to its two sides as Bresenham draws a line: of the first t tickets
/// ⌊t·L/(L+R) + phase⌋ go to the left one. The sequence repeats after Σweights tickets with exact counts, by induction from the
/// leaves, hence every window of that length is exact. The tree is Huffman's, so that heavy items are found in few steps and light
/// ones do not disturb them.
/// </remarks>
internal sealed class SmoothSchedule
{
    /// <summary>Beyond it the rounding of <see cref="Node.Ratio"/> over one period could carry into the next.</summary>
    private const ulong MaxPhase = ulong.MaxValue - uint.MaxValue;
    private const double PhaseUnit = 18446744073709551616.0;

    private readonly Node[] _nodes;
    private readonly int _root;
    private readonly ulong _total;

    private SmoothSchedule(Node[] nodes, int root, ulong total)
    {
        _nodes = nodes;
        _root = root;
        _total = total;
    }

    /// <param name="weights">At least one, each positive, of a sum below 2^32.</param>
    /// <param name="leads">By how many picks each item is ahead of its share from before; empty for none. Those behind come sooner.</param>
    public static SmoothSchedule Build(ReadOnlySpan<uint> weights, ReadOnlySpan<double> leads)
    {
        var count = weights.Length;
        var tree = new HuffmanTree(weights);
        var subtreeLeads = new double[2 * count - 1];
        leads.CopyTo(subtreeLeads);
        var nodes = new Node[count - 1];
        for (var i = 0; i < nodes.Length; i++)
        {
            var (left, right) = (tree.Left(i), tree.Right(i));
            var share = (double)tree.Weight(left) / tree.Weight(count + i);
            var lead = subtreeLeads[count + i] = subtreeLeads[left] + subtreeLeads[right];
            nodes[i] = new Node
            {
                Ratio = CeilingOfRatio(tree.Weight(left), tree.Weight(count + i)),
                Phase = PhaseOf(0.5 - (subtreeLeads[left] - lead * share)),
                Left = left < count ? ~left : left - count,
                Right = right < count ? ~right : right - count,
            };
        }
        return new(nodes, count == 1 ? ~0 : nodes.Length - 1, tree.Weight(2 * count - 2));
    }

    /// <summary>The index of the item that the ticket goes to.</summary>
    public int ItemAt(ulong ticket)
    {
        var nodes = _nodes;
        var local = ticket % _total;
        var index = _root;
        while (index >= 0)
        {
            ref readonly var node = ref nodes[index];
            var toLeft = node.ShareOfLeft(local, out var fraction);
            // The left side takes this ticket where the ticket brings its share over the next whole number.
            var isLeft = fraction + node.Ratio < fraction;
            local = isLeft ? toLeft : local - toLeft;
            index = isLeft ? node.Left : node.Right;
        }
        return ~index;
    }

    /// <summary>By how many picks each item is ahead of its share (behind: below zero) once the tickets before this one are taken.</summary>
    public double[] LeadsAt(ulong ticket, ReadOnlySpan<uint> weights)
    {
        var leads = new double[weights.Length];
        var taken = ticket % _total;
        var locals = new ulong[_nodes.Length];
        if (_root < 0)
            return leads;
        locals[_root] = taken;
        for (var i = _root; i >= 0; i--)
        {
            var toLeft = _nodes[i].ShareOfLeft(locals[i], out _);
            Hand(_nodes[i].Left, toLeft);
            Hand(_nodes[i].Right, locals[i] - toLeft);
        }
        for (var i = 0; i < leads.Length; i++)
            leads[i] -= (double)taken * weights[i] / _total;
        return leads;

        void Hand(int child, ulong tickets)
        {
            if (child >= 0)
                locals[child] = tickets;
            else
                leads[~child] = tickets;
        }
    }

    private static ulong CeilingOfRatio(ulong part, ulong whole) => (ulong)((((UInt128)part << 64) + whole - 1) / whole);

    private static ulong PhaseOf(double fraction) => fraction switch
    {
        <= 0 => 0,
        >= 1 => MaxPhase,
        _ => Math.Min(MaxPhase, (ulong)(fraction * PhaseUnit)),
    };

    /// <summary>A child is the index of a node, or the complement of an item's.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Node
    {
        /// <summary>L/(L+R), in units of 2^-64, rounded up.</summary>
        public ulong Ratio;
        public ulong Phase;
        public int Left;
        public int Right;

        /// <summary>How many of the node's first <paramref name="tickets"/> go left; the fraction is that of the next, in units of 2^-64.</summary>
        public readonly ulong ShareOfLeft(ulong tickets, out ulong fraction)
        {
            var share = Math.BigMul(tickets, Ratio, out var low);
            fraction = low + Phase;
            return fraction < low ? share + 1 : share;
        }
    }
}
