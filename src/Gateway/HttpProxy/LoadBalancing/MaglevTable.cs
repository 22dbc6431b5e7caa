using System.Runtime.InteropServices;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>
/// Which item each slot of a hash table belongs to, such that the slots are shared out by weight and few of them change hands when an
/// item comes or goes. It follows from the names and weights alone.
/// </summary>
/// <remarks>
/// After Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load Balancer" (NSDI 2016), section 3.4: every item has its
/// own order of all slots, and the items in turn take the first free slot of their order. An item of weight w has its k-th turn in
/// round k·max/w, so that whose turn is before whose depends on those two alone, and the order outlives the others. When one of equal
/// items leaves, 0.3 to 0.9 % of all slots move besides its own (10 to 1,000 items, measured). A set that outgrows the
/// table's size, the first time at 656 items, moves nearly all of them.
/// </remarks>
internal static class MaglevTable
{
    /// <summary>Primes, each about twice the one before: the paper asks for at least 100 slots an item to keep the shares within 1 %.</summary>
    private static readonly int[] Sizes = [65_537, 131_101, 262_147, 524_309, 1_048_583, 2_097_169, 4_194_319, 8_388_617];

    private const int SlotsPerItem = 100;
    private const int None = -1;

    /// <param name="names">In ordinal order, so that the table does not depend on who builds it. At least one.</param>
    /// <param name="weights">Each positive.</param>
    public static int[] Build(ReadOnlySpan<string> names, ReadOnlySpan<uint> weights)
    {
        var size = SizeFor(names.Length);
        var slots = new int[size];
        Array.Fill(slots, None);
        var preferences = new Preference[names.Length];
        for (var i = 0; i < preferences.Length; i++)
            preferences[i] = Preference.Of(names[i], size);
        var turns = new MaglevTurns(weights, size);
        for (var filled = 0; filled < size; filled++)
        {
            var item = turns.Next();
            ref var preference = ref preferences[item];
            while (slots[preference.Slot] != None)
                preference.Advance(size);
            slots[preference.Slot] = item;
        }
        return slots;
    }

    private static int SizeFor(int items)
    {
        foreach (var size in Sizes)
            if (size >= (long)items * SlotsPerItem)
                return size;
        return Sizes[^1];
    }

    /// <summary>An item's order of the slots: start, start + step, … modulo the size, which is prime so that all come up.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Preference
    {
        public int Slot;
        private int _step;

        public static Preference Of(string name, int size)
        {
            var hash = StableHash.Of(name);
            return new Preference
            {
                Slot = (int)(hash % (uint)size),
                _step = (int)(StableHash.Finish(~hash) % (uint)(size - 1)) + 1,
            };
        }

        public void Advance(int size)
        {
            Slot += _step;
            if (Slot >= size)
                Slot -= size;
        }
    }
}
