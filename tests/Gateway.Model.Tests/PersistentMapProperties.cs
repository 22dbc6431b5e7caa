using FsCheck;
using FsCheck.Fluent;

namespace Gateway.Model.Tests;

/// <summary>The map against a Dictionary over random histories, for hashes that spread well, badly and not at all.</summary>
public sealed class PersistentMapProperties
{
    /// <summary>Sets the key to a new value, or removes it.</summary>
    public sealed record Step(int Key, bool Removes);

    public static TheoryData<string> Hashes => [.. Comparers.Keys];

    private static readonly Dictionary<string, IEqualityComparer<int>> Comparers = new()
    {
        ["spread over all bits"] = new Hash(key => (int)((uint)key * 2654435761)),
        ["small numbers"] = new Hash(key => key),
        ["all the same"] = new Hash(_ => 42),
        ["three values"] = new Hash(key => key % 3),
        ["different in the highest bits alone"] = new Hash(key => key << 29),
        ["the same in the low 30 bits for pairs"] = new Hash(key => (key >> 1) | ((key & 1) << 31)),
        ["negative"] = new Hash(key => -key),
    };

    [Theory]
    [MemberData(nameof(Hashes))]
    public void The_map_holds_what_a_dictionary_holds(string hash) => ForAll(steps =>
    {
        var (map, expected) = Play(PersistentMap<int, string>.EmptyWith(Comparers[hash]), [], steps);

        Assert.Equal(expected.Count, map.Count);
        Assert.Equal(expected.OrderBy(pair => pair.Key), map.OrderBy(pair => pair.Key));
        Assert.All(Enumerable.Range(-1, 42), key => Assert.Equal(expected.GetValueOrDefault(key), map.Find(key)));
        Assert.Equal(expected.Keys.Order(), map.Keys.Order());
        Assert.Equal(expected.Values.Order(), map.Values.Order());
    });

    [Theory]
    [MemberData(nameof(Hashes))]
    public void Changes_since_an_earlier_version_are_the_naive_difference(string hash) => ForAll(steps =>
    {
        var half = steps.Length / 2;
        var (before, contentBefore) = Play(PersistentMap<int, string>.EmptyWith(Comparers[hash]), [], steps[..half]);
        var (after, contentAfter) = Play(before, contentBefore, steps[half..]);

        Assert.Equal(Difference(contentBefore, contentAfter), after.ChangesSince(before).OrderBy(change => change.Key));
        Assert.Equal(Difference(contentAfter, contentBefore), before.ChangesSince(after).OrderBy(change => change.Key));
    });

    [Theory]
    [MemberData(nameof(Hashes))]
    public void Changes_between_maps_that_share_nothing_are_the_naive_difference(string hash) => ForAll(steps =>
    {
        var half = steps.Length / 2;
        var empty = PersistentMap<int, string>.EmptyWith(Comparers[hash]);
        var (left, leftContent) = Play(empty, [], steps[..half]);
        var (right, rightContent) = Play(empty, [], steps[half..]);

        Assert.Equal(Difference(leftContent, rightContent), right.ChangesSince(left).OrderBy(change => change.Key));
    });

    [Theory]
    [MemberData(nameof(Hashes))]
    public void A_map_from_which_all_is_removed_is_empty(string hash) => ForAll(steps =>
    {
        var (map, content) = Play(PersistentMap<int, string>.EmptyWith(Comparers[hash]), [], steps);

        var emptied = content.Keys.Aggregate(map, (rest, key) => rest.Remove(key));

        Assert.Equal((0, ""), (emptied.Count, string.Concat(emptied.Keys)));
    });

    private static void ForAll(Action<Step[]> property)
    {
        var step = Gen.Zip(Gen.Choose(0, 40), Gen.Elements(true, false, false)).Select(pair => new Step(pair.Item1, pair.Item2));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(200), Prop.ForAll(step.ArrayOf().ToArbitrary(), property));
    }

    private static (PersistentMap<int, string> Map, Dictionary<int, string> Content) Play(
        PersistentMap<int, string> map, Dictionary<int, string> before, Step[] steps)
    {
        var content = new Dictionary<int, string>(before);
        foreach (var (key, removes) in steps)
        {
            var value = removes ? null : $"{key} of {Guid.NewGuid():N}";
            map = map.With(key, value);
            if (value is null)
                content.Remove(key);
            else
                content[key] = value;
        }
        return (map, content);
    }

    private static IEnumerable<MapChange<int, string>> Difference(Dictionary<int, string> before, Dictionary<int, string> after) =>
        before.Keys.Union(after.Keys)
            .Order()
            .Select(key => new MapChange<int, string>(key, before.GetValueOrDefault(key), after.GetValueOrDefault(key)))
            .Where(change => !ReferenceEquals(change.Before, change.After));

    private sealed class Hash(Func<int, int> hash) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => x == y;

        public int GetHashCode(int obj) => hash(obj);
    }
}
