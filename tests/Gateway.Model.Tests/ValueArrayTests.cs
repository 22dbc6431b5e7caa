namespace Gateway.Model.Tests;

public sealed class ValueArrayTests
{
    [Fact]
    public void Arrays_of_equal_content_are_equal()
    {
        ValueArray<string> left = ["a", new string('b', 1)];
        ValueArray<string> right = ["a", "b"];

        Assert.True(left == right);
        Assert.True(left.Equals((object)right));
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
    }

    [Theory]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { 1, 2, 3 })]
    [InlineData(new[] { 2, 1 })]
    [InlineData(new int[0])]
    public void Arrays_of_other_content_length_or_order_are_not(int[] other)
    {
        ValueArray<int> array = [1, 2];

        Assert.True(array != other.ToValueArray());
        Assert.False(array.Equals("12"));
    }

    [Fact]
    public void The_default_is_the_empty_array()
    {
        ValueArray<int> empty = [];

        Assert.True(default(ValueArray<int>).IsEmpty);
        Assert.Equal(default, empty);
        Assert.Equal(empty, Enumerable.Empty<int>().ToValueArray());
        Assert.Equal(empty.GetHashCode(), default(ValueArray<int>).GetHashCode());
        Assert.Empty(default(ValueArray<int>));
        Assert.Throws<IndexOutOfRangeException>(() => default(ValueArray<int>)[0]);
    }

    [Fact]
    public void It_does_not_change_with_the_array_it_was_made_of()
    {
        int[] source = [1, 2];
        var (copied, created) = (source.ToValueArray(), ValueArray.Create<int>(source));

        source[0] = 9;

        Assert.Equal((1, 1), (copied[0], created[0]));
    }

    [Fact]
    public void Records_that_hold_one_compare_by_value()
    {
        Assert.Equal(new ObjectConditions([Condition("a")]), new ObjectConditions([Condition("a")]));
        Assert.NotEqual(new ObjectConditions([Condition("a")]), new ObjectConditions([Condition("b")]));

        static Condition Condition(string message) => new(ConditionSeverity.Info, "Reason", "", message);
    }

    [Fact]
    public void Behind_an_interface_it_still_compares_by_value()
    {
        IReadOnlyList<int> left = ValueArray.Create([1, 2]), right = ValueArray.Create([1, 2]);

        Assert.True(EqualityComparer<IReadOnlyList<int>>.Default.Equals(left, right));
    }

    [Fact]
    public void It_is_read_by_index_in_order_and_prints_its_items()
    {
        ValueArray<int> array = [3, 1, 2];
        var seen = new List<int>();
        foreach (var item in array)
            seen.Add(item);

        Assert.Equal([3, 1, 2], seen);
        Assert.Equal((2, 3, "[3, 1, 2]"), (array[2], array.Count, array.ToString()));
    }
}
