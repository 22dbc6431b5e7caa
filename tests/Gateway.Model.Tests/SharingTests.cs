namespace Gateway.Model.Tests;

public sealed class SharingTests
{
    private sealed record Item(int Number);

    [Fact]
    public void A_list_that_comes_again_as_it_was_stays_the_very_list()
    {
        IReadOnlyList<Item> before = [new(1), new(2)];

        Assert.Same(before, Sharing.Keep(before, [new(1), new(2)]));
        Assert.Same(before, Sharing.Keep(before, new List<Item> { new(1), new(2) }));
    }

    [Fact]
    public void Empty_lists_are_the_same_and_an_absent_one_is_not_an_empty_one()
    {
        IReadOnlyList<Item> empty = new List<Item>();

        Assert.Same(empty, Sharing.Keep(empty, []));
        Assert.Null(Sharing.Keep(empty, null));
        Assert.Empty(Sharing.Keep(null, empty)!);
    }

    [Fact]
    public void An_update_is_what_came_and_is_made_of_what_was_there()
    {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var before = Numbers(random);
            var after = Numbers(random);

            var kept = Sharing.Keep(before.ToValueArray(), after.ToValueArray());

            Assert.Equal(after, kept);
            Assert.All(kept, item => Assert.True(!before.Contains(item) || before.Any(earlier => ReferenceEquals(earlier, item))));
        }
    }

    /// <summary>Each at most once, in some order.</summary>
    private static Item[] Numbers(Random random)
    {
        var numbers = Enumerable.Range(0, 9).ToArray();
        random.Shuffle(numbers);
        return [.. numbers.Take(random.Next(9)).Select(number => new Item(number))];
    }
}
