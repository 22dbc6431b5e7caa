using Gateway.Tests;

namespace Gateway.Model.Tests;

public sealed class PersistentMapTests
{
    private static readonly PersistentMap<string, string> Empty = PersistentMap<string, string>.Empty;

    [Fact]
    public void An_empty_map_holds_nothing()
    {
        Assert.Empty(Empty);
        Assert.Null(Empty.Find("a"));
        Assert.Same(Empty, Empty.Remove("a"));
    }

    [Fact]
    public void An_update_leaves_the_earlier_version_as_it_was()
    {
        var before = Empty.Set("a", "1");

        var after = before.Set("a", "2").Set("b", "3").Remove("a");

        Assert.Equal(("1", null, 1), (before.Find("a"), before.Find("b"), before.Count));
        Assert.Equal((null, "3", 1), (after.Find("a"), after.Find("b"), after.Count));
    }

    [Fact]
    public void Setting_the_very_value_it_holds_gives_the_same_instance()
    {
        var map = Empty.Set("a", "1").Set("b", "2");

        Assert.Same(map, map.Set("a", map.Find("a")!));
    }

    [Fact]
    public void Removing_what_is_not_there_gives_the_same_instance()
    {
        var map = Empty.Set("a", "1").Set("b", "2");

        Assert.Same(map, map.Remove("c"));
    }

    [Fact]
    public void Values_are_compared_by_reference()
    {
        var (one, equal) = (new string('x', 3), new string('x', 3));
        var before = Empty.Set("a", one);

        var change = Assert.Single(before.Set("a", equal).ChangesSince(before));

        Assert.Same(equal, change.After);
    }

    [Fact]
    public void With_sets_a_value_and_removes_for_null()
    {
        Assert.Equal("1", Empty.With("a", "1").Find("a"));
        Assert.Empty(Empty.With("a", "1").With("a", null));
    }

    [Fact]
    public void Versions_that_share_everything_have_no_changes()
    {
        var map = Build(1000);

        Assert.Empty(map.ChangesSince(map));
        Assert.Empty(map.Set("extra", "x").Remove("extra").ChangesSince(map));
    }

    [Fact]
    public void Changes_name_what_was_added_removed_and_replaced()
    {
        var before = Build(100);

        var changes = before.Set("1", "new").Remove("2").Set("100", "added").ChangesSince(before);

        Assert.Equal(
            [new("1", "v1", "new"), new("100", null, "added"), new("2", "v2", null)],
            changes.OrderBy(change => change.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void The_map_keeps_its_comparer_through_every_version()
    {
        var map = PersistentMap<string, string>.EmptyWith(StringComparer.OrdinalIgnoreCase).Set("Shop", "1").Remove("SHOP").Set("WEB", "2");

        Assert.Equal(("2", 1), (map.Find("web"), map.Count));
    }

    [Fact]
    public void A_lookup_by_span_finds_what_a_lookup_by_string_finds()
    {
        var map = Build(1000, StringComparer.OrdinalIgnoreCase);

        Assert.All(Enumerable.Range(0, 1001), i => Assert.Same(map.Find($"{i}"), map.Find($"{i}".AsSpan())));
    }

    [Fact]
    public void A_lookup_by_span_reads_collisions_too()
    {
        var map = PersistentMap<string, string>.EmptyWith(new OneHash()).Set("a", "1").Set("b", "2");

        Assert.Equal(("1", "2", null), (map.Find("a".AsSpan()), map.Find("b".AsSpan()), map.Find("c".AsSpan())));
    }

    [Fact]
    public void Lookups_allocate_nothing()
    {
        var map = Build(10_000, StringComparer.OrdinalIgnoreCase);

        Assert.Equal(2, Find(map));
        Assert.Equal(0, Allocations.Of(() => Find(map)));

        static int Find(PersistentMap<string, string> map) =>
            (map.Find("4711".AsSpan()) is null ? 0 : 1) + (map.Find("4711") is null ? 0 : 1) + (map.Find("no such key".AsSpan()) is null ? 0 : 1);
    }

    [Fact]
    public void The_difference_of_two_versions_costs_what_changed_between_them()
    {
        var before = Build(100_000);
        var after = before.Set("4711", "new");

        Assert.Single(after.ChangesSince(before));
        Assert.InRange(Allocations.Of(() => after.ChangesSince(before)), 0, 2_000);
    }

    private static PersistentMap<string, string> Build(int count, IEqualityComparer<string>? comparer = null) =>
        Enumerable.Range(0, count).Aggregate(
            PersistentMap<string, string>.EmptyWith(comparer ?? StringComparer.Ordinal), (map, i) => map.Set($"{i}", $"v{i}"));

    private sealed class OneHash : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<char>, string>
    {
        public bool Equals(string? x, string? y) => x == y;

        public int GetHashCode(string obj) => 7;

        public bool Equals(ReadOnlySpan<char> alternate, string other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<char> alternate) => 7;

        public string Create(ReadOnlySpan<char> alternate) => alternate.ToString();
    }
}
