using Gateway.Model;
using Gateway.Status;
using static Gateway.Tests.Status.States;

namespace Gateway.Tests.Status;

public sealed class ChangeLogTargetTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly RecordedOutput _output = new();
    private readonly ChangeLogTarget _target;

    public ChangeLogTargetTests() => _target = new(_output, _time);

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

    [Fact]
    public async Task Changes_without_end_are_summed_up_once_a_second()
    {
        var state = DesiredState.Empty;
        await ApplyAsync(state);
        for (var number = 0; number < 25; number++)
            await ApplyAsync(state = state.With($"h{number:00}", Prefix("/", Shop)));
        Assert.Equal(20, _output.Changes.Sum(change => change.Lines.Count));

        _time.Advance(ChangeLogTarget.Interval);
        Assert.Equal(["route h20/", "route h21/", "route h22/", "route h23/", "route h24/"], _output.Changes[^1].Lines.Select(line => line.Subject));

        _time.Advance(ChangeLogTarget.Interval);
        await ApplyAsync(state.With("last", Prefix("/", Shop)));
        Assert.Equal("route last/", Assert.Single(_output.Changes[^1].Lines).Subject);
        Assert.Equal(22, _output.Changes.Count);
    }

    [Fact]
    public async Task What_was_undone_within_the_second_is_not_told()
    {
        await ApplyAsync(DesiredState.Empty);
        var full = Enumerable.Range(0, 20).Aggregate(DesiredState.Empty, (state, number) => state.With($"h{number}", Prefix("/", Shop)));
        await ApplyAsync(full);
        await ApplyAsync(full.With("passing", Prefix("/", Shop)));
        await ApplyAsync(full);

        _time.Advance(ChangeLogTarget.Interval);

        Assert.Single(_output.Changes);
    }

    public void Dispose() => _target.Dispose();

    private async Task ApplyAsync(DesiredState state) => await _target.ApplyAsync(state, CancellationToken.None);
}
