using Gateway.Model;
using Gateway.Status;
using static Gateway.Tests.Status.States;

namespace Gateway.Tests.Status;

public sealed class ChangeLogTargetTests
{
    private readonly RecordedOutput _output = new();
    private readonly ChangeLogTarget _target;

    public ChangeLogTargetTests() => _target = new(_output);

    [Fact]
    public async Task The_first_state_is_no_change()
    {
        await ApplyAsync(DesiredState.Empty.With("a", Prefix("/", Shop)));

        Assert.Empty(_output.Changes);
    }

    [Fact]
    public async Task Each_later_state_is_compared_with_the_one_before_it()
    {
        var one = DesiredState.Empty.With("a", Prefix("/", Shop));
        await ApplyAsync(DesiredState.Empty);
        await ApplyAsync(one);
        await ApplyAsync(one.With("b", Prefix("/", Shop)));

        Assert.Equal(["route a/", "route b/"], _output.Changes.Select(change => Assert.Single(change.Lines).Subject));
    }

    [Fact]
    public async Task A_state_without_a_difference_is_not_told()
    {
        await ApplyAsync(DesiredState.Empty);
        await ApplyAsync(DesiredState.Empty);

        Assert.Empty(_output.Changes);
    }

    [Fact]
    public async Task Of_a_large_change_the_rest_is_counted()
    {
        await ApplyAsync(DesiredState.Empty);
        await ApplyAsync(Enumerable.Range(0, 100).Aggregate(DesiredState.Empty, (state, number) => state.With($"h{number}", Prefix("/", Shop))));

        var (lines, more) = Assert.Single(_output.Changes);
        Assert.Equal((20, 80), (lines.Count, more));
    }

    private async Task ApplyAsync(DesiredState state) => await _target.ApplyAsync(state, CancellationToken.None);
}
