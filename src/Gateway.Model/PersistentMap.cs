using System.Collections;

namespace Gateway.Model;

/// <summary>
/// An immutable hash trie (32-way). An update copies one path of at most seven small arrays and shares the rest, so that the
/// difference of two versions costs what changed between them, not what they hold: <see cref="ChangesSince"/> skips every
/// subtree the versions share. Values are compared by reference. Lookups allocate nothing.
/// </summary>
/// <remarks>After Bagwell, "Ideal Hash Trees" (2001).</remarks>
public sealed class PersistentMap<TKey, TValue> : IReadOnlyCollection<KeyValuePair<TKey, TValue>>
    where TKey : notnull
    where TValue : class
{
    public static readonly PersistentMap<TKey, TValue> Empty = new(null, 0, EqualityComparer<TKey>.Default);

    private readonly Node? _root;
    private readonly IEqualityComparer<TKey> _comparer;

    private PersistentMap(Node? root, int count, IEqualityComparer<TKey> comparer)
    {
        _root = root;
        Count = count;
        _comparer = comparer;
    }

    /// <summary>An empty map that compares its keys with <paramref name="comparer"/>; every version made from it does too.</summary>
    public static PersistentMap<TKey, TValue> EmptyWith(IEqualityComparer<TKey> comparer) => new(null, 0, comparer);

    public int Count { get; }

    public TValue? Find(TKey key) => _root?.Find(_comparer.GetHashCode(key), 0, key, _comparer);

    /// <summary>Finds by another form of the key, such as a span for a string. The map's comparer must support that form.</summary>
    public TValue? Find<TAlternate>(TAlternate key)
        where TAlternate : notnull, allows ref struct
    {
        var comparer = (IAlternateEqualityComparer<TAlternate, TKey>)_comparer;
        return _root?.Find(comparer.GetHashCode(key), 0, key, comparer);
    }

    public bool TryGetValue(TKey key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TValue value) =>
        (value = Find(key)) is not null;

    /// <summary>The map with <paramref name="key"/> set; the same instance where it already holds that very value.</summary>
    public PersistentMap<TKey, TValue> Set(TKey key, TValue value)
    {
        var leaf = new Leaf(_comparer.GetHashCode(key), key, value);
        if (_root is null)
            return new(leaf, 1, _comparer);
        var added = false;
        var root = _root.Set(leaf, 0, _comparer, ref added);
        return ReferenceEquals(root, _root) ? this : new(root, added ? Count + 1 : Count, _comparer);
    }

    /// <summary>The map without <paramref name="key"/>; the same instance where it was not there.</summary>
    public PersistentMap<TKey, TValue> Remove(TKey key)
    {
        if (_root is null)
            return this;
        var root = _root.Remove(_comparer.GetHashCode(key), 0, key, _comparer);
        return ReferenceEquals(root, _root) ? this : new(root, Count - 1, _comparer);
    }

    /// <summary><see cref="Set"/>, or <see cref="Remove"/> where <paramref name="value"/> is null.</summary>
    public PersistentMap<TKey, TValue> With(TKey key, TValue? value) => value is null ? Remove(key) : Set(key, value);

    /// <summary>Every key whose value is another one, or is there in only one of the two versions. In no particular order.</summary>
    public IReadOnlyList<MapChange<TKey, TValue>> ChangesSince(PersistentMap<TKey, TValue> earlier)
    {
        if (ReferenceEquals(_root, earlier._root))
            return [];
        var changes = new List<MapChange<TKey, TValue>>();
        Compare(earlier._root, _root, 0, changes);
        return changes;
    }

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        if (_root is null)
            yield break;
        foreach (var leaf in _root.Leaves())
            yield return new(leaf.Key, leaf.Value);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public IEnumerable<TKey> Keys => this.Select(pair => pair.Key);

    public IEnumerable<TValue> Values => this.Select(pair => pair.Value);

    private void Compare(Node? before, Node? after, int shift, List<MapChange<TKey, TValue>> changes)
    {
        if (ReferenceEquals(before, after))
            return;
        if (before is Branch left && after is Branch right)
        {
            for (var bits = left.Bitmap | right.Bitmap; bits != 0; bits &= bits - 1)
            {
                var bit = bits & (~bits + 1);
                Compare(left.Child(bit), right.Child(bit), shift + Branch.Width, changes);
            }
            return;
        }
        foreach (var leaf in before?.Leaves() ?? [])
        {
            var other = after?.Find(leaf.Hash, shift, leaf.Key, _comparer);
            if (!ReferenceEquals(leaf.Value, other))
                changes.Add(new(leaf.Key, leaf.Value, other));
        }
        foreach (var leaf in after?.Leaves() ?? [])
        {
            if (before?.Find(leaf.Hash, shift, leaf.Key, _comparer) is null)
                changes.Add(new(leaf.Key, null, leaf.Value));
        }
    }

    private abstract class Node
    {
        public abstract TValue? Find(int hash, int shift, TKey key, IEqualityComparer<TKey> comparer);

        public abstract TValue? Find<TAlternate>(int hash, int shift, TAlternate key, IAlternateEqualityComparer<TAlternate, TKey> comparer)
            where TAlternate : allows ref struct;

        public abstract Node Set(Leaf leaf, int shift, IEqualityComparer<TKey> comparer, ref bool added);

        public abstract Node? Remove(int hash, int shift, TKey key, IEqualityComparer<TKey> comparer);

        public abstract IEnumerable<Leaf> Leaves();

        /// <summary>The smallest subtree that holds two nodes of different or equal hashes.</summary>
        protected static Node Join(Node first, int firstHash, Leaf second, int shift)
        {
            if (firstHash == second.Hash)
                return new Collision(firstHash, first is Collision many ? [.. many.Members, second] : [(Leaf)first, second]);
            var firstBit = Branch.BitOf(firstHash, shift);
            var secondBit = Branch.BitOf(second.Hash, shift);
            if (firstBit == secondBit)
                return new Branch(firstBit, [Join(first, firstHash, second, shift + Branch.Width)]);
            return new Branch(firstBit | secondBit, firstBit < secondBit ? [first, second] : [second, first]);
        }
    }

    private sealed class Leaf(int hash, TKey key, TValue value) : Node
    {
        public readonly int Hash = hash;
        public readonly TKey Key = key;
        public readonly TValue Value = value;

        public override TValue? Find(int hash, int shift, TKey key, IEqualityComparer<TKey> comparer) =>
            hash == Hash && comparer.Equals(key, Key) ? Value : null;

        public override TValue? Find<TAlternate>(int hash, int shift, TAlternate key, IAlternateEqualityComparer<TAlternate, TKey> comparer) =>
            hash == Hash && comparer.Equals(key, Key) ? Value : null;

        public override Node Set(Leaf leaf, int shift, IEqualityComparer<TKey> comparer, ref bool added)
        {
            if (leaf.Hash == Hash && comparer.Equals(leaf.Key, Key))
                return ReferenceEquals(leaf.Value, Value) ? this : leaf;
            added = true;
            return Join(this, Hash, leaf, shift);
        }

        public override Node? Remove(int hash, int shift, TKey key, IEqualityComparer<TKey> comparer) =>
            hash == Hash && comparer.Equals(key, Key) ? null : this;

        public override IEnumerable<Leaf> Leaves() => [this];
    }

    /// <summary>Two or more keys of one hash.</summary>
    private sealed class Collision(int hash, Leaf[] members) : Node
    {
        public readonly Leaf[] Members = members;

        public override TValue? Find(int hash1, int shift, TKey key, IEqualityComparer<TKey> comparer)
        {
            foreach (var member in Members)
                if (comparer.Equals(key, member.Key))
                    return member.Value;
            return null;
        }

        public override TValue? Find<TAlternate>(int hash1, int shift, TAlternate key, IAlternateEqualityComparer<TAlternate, TKey> comparer)
        {
            foreach (var member in Members)
                if (comparer.Equals(key, member.Key))
                    return member.Value;
            return null;
        }

        public override Node Set(Leaf leaf, int shift, IEqualityComparer<TKey> comparer, ref bool added)
        {
            if (leaf.Hash == hash)
            {
                var index = Array.FindIndex(Members, member => comparer.Equals(member.Key, leaf.Key));
                if (index >= 0)
                    return ReferenceEquals(Members[index].Value, leaf.Value) ? this : new Collision(hash, Replace(Members, index, leaf));
            }
            added = true;
            return Join(this, hash, leaf, shift);
        }

        public override Node? Remove(int hash1, int shift, TKey key, IEqualityComparer<TKey> comparer)
        {
            var index = Array.FindIndex(Members, member => comparer.Equals(member.Key, key));
            if (index < 0)
                return this;
            var rest = Without(Members, index);
            return rest.Length == 1 ? rest[0] : new Collision(hash, rest);
        }

        public override IEnumerable<Leaf> Leaves() => Members;
    }

    /// <summary>Up to 32 children, packed: the bitmap tells which of the 32 places are taken.</summary>
    private sealed class Branch(uint bitmap, Node[] children) : Node
    {
        public const int Width = 5;

        public readonly uint Bitmap = bitmap;

        public static uint BitOf(int hash, int shift) => 1u << ((hash >>> shift) & 31);

        private int IndexOf(uint bit) => System.Numerics.BitOperations.PopCount(Bitmap & (bit - 1));

        public Node? Child(uint bit) => (Bitmap & bit) == 0 ? null : children[IndexOf(bit)];

        public override TValue? Find(int hash, int shift, TKey key, IEqualityComparer<TKey> comparer) =>
            Child(BitOf(hash, shift))?.Find(hash, shift + Width, key, comparer);

        public override TValue? Find<TAlternate>(int hash, int shift, TAlternate key, IAlternateEqualityComparer<TAlternate, TKey> comparer)
        {
            // A loop rather than recursion: generic virtual calls cost a dictionary lookup each, and a lookup is on the request path.
            Node? node = this;
            while (node is Branch branch)
            {
                node = branch.Child(BitOf(hash, shift));
                shift += Width;
            }
            return node switch
            {
                Leaf leaf => leaf.Hash == hash && comparer.Equals(key, leaf.Key) ? leaf.Value : null,
                null => null,
                _ => node.Find(hash, shift, key, comparer),
            };
        }

        public override Node Set(Leaf leaf, int shift, IEqualityComparer<TKey> comparer, ref bool added)
        {
            var bit = BitOf(leaf.Hash, shift);
            var index = IndexOf(bit);
            if ((Bitmap & bit) == 0)
            {
                added = true;
                return new Branch(Bitmap | bit, Insert(children, index, leaf));
            }
            var child = children[index].Set(leaf, shift + Width, comparer, ref added);
            return ReferenceEquals(child, children[index]) ? this : new Branch(Bitmap, Replace(children, index, child));
        }

        public override Node? Remove(int hash, int shift, TKey key, IEqualityComparer<TKey> comparer)
        {
            var bit = BitOf(hash, shift);
            if ((Bitmap & bit) == 0)
                return this;
            var index = IndexOf(bit);
            var child = children[index].Remove(hash, shift + Width, key, comparer);
            if (ReferenceEquals(child, children[index]))
                return this;
            if (child is not null)
                return children.Length == 1 && child is not Branch ? child : new Branch(Bitmap, Replace(children, index, child));
            if (children.Length == 1)
                return null;
            var rest = Without(children, index);
            return rest is [not Branch] ? rest[0] : new Branch(Bitmap & ~bit, rest);
        }

        public override IEnumerable<Leaf> Leaves() => children.SelectMany(child => child.Leaves());
    }

    private static T[] Insert<T>(T[] items, int index, T item) => [.. items.AsSpan(0, index), item, .. items.AsSpan(index)];

    private static T[] Without<T>(T[] items, int index) => [.. items.AsSpan(0, index), .. items.AsSpan(index + 1)];

    private static T[] Replace<T>(T[] items, int index, T item)
    {
        var copy = (T[])items.Clone();
        copy[index] = item;
        return copy;
    }
}

/// <summary>One difference of two versions of a map: added where <see cref="Before"/> is null, removed where <see cref="After"/> is.</summary>
public readonly record struct MapChange<TKey, TValue>(TKey Key, TValue? Before, TValue? After)
    where TValue : class;
